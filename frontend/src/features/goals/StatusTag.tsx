import { Tag } from '@digdir/designsystemet-react';
import { CheckmarkIcon, CircleSlashIcon, HourglassIcon, PencilWritingIcon } from '@navikt/aksel-icons';
import type { ComponentProps, ComponentType } from 'react';
import { FIELDS } from '../../domain/contract';
import { todayInNorway } from '../../domain/dates';
import { lateSince, unstartedSince } from '../../domain/measure';
import { dayAsSpoken } from '../../i18n/spoken';
import { useTranslation } from '../../i18n/useTranslation';
import type { Fields } from '../../sync';

type Status<Kind extends 'goal' | 'measure'> = (typeof FIELDS)[Kind]['status'][number];

interface StatusLook {
  Icon: ComponentType<ComponentProps<typeof CheckmarkIcon>>;
  colour: 'neutral' | 'info' | 'success';
}

const MEASURE: Record<Status<'measure'>, StatusLook> = {
  planned: { Icon: HourglassIcon, colour: 'neutral' },
  started: { Icon: PencilWritingIcon, colour: 'info' },
  done: { Icon: CheckmarkIcon, colour: 'success' },
  stopped: { Icon: CircleSlashIcon, colour: 'neutral' },
};

const GOAL: Record<Status<'goal'>, StatusLook> = {
  open: { Icon: PencilWritingIcon, colour: 'info' },
  reached: { Icon: CheckmarkIcon, colour: 'success' },
  dropped: { Icon: CircleSlashIcon, colour: 'neutral' },
};

/** The status of a measure as text with an icon, and whether it is behind its own days. */
export function MeasureStatus({ fields }: { fields: Fields }) {
  const { t } = useTranslation('plan');
  const status = knownOrFirst(FIELDS.measure.status, fields.status);
  return (
    <span className="status">
      <StatusTag look={MEASURE[status]} words={t(`measure.choices.status.${status}`)} />
      <MeasureTimes fields={fields} />
    </span>
  );
}

/** The day since which a measure is late, or should have started; nothing for one that is in time. */
export function MeasureTimes({ fields }: { fields: Fields }) {
  const { t, i18n } = useTranslation('plan');
  const today = todayInNorway();
  const late = lateSince(fields, today);
  const unstarted = unstartedSince(fields, today);
  const date = late ?? unstarted;
  if (date === null) return null;
  return (
    <Tag data-color="warning" data-size="sm">
      {t(late ? 'measure.lateSince' : 'measure.unstartedSince', { date: dayAsSpoken(date, i18n.language) })}
    </Tag>
  );
}

export function GoalStatus({ fields }: { fields: Fields }) {
  const { t } = useTranslation('plan');
  const status = knownOrFirst(FIELDS.goal.status, fields.status);
  return <StatusTag look={GOAL[status]} words={t(`goal.choices.status.${status}`)} />;
}

/** The value if it is one of `choices`, else the first, which new parts have; a newer page may write others. */
function knownOrFirst<Choice extends string>(
  choices: readonly [Choice, ...Choice[]],
  value: string | undefined,
): Choice {
  return choices.find((choice) => choice === value) ?? choices[0];
}

function StatusTag({ look: { Icon, colour }, words }: { look: StatusLook; words: string }) {
  return (
    <Tag data-color={colour} data-size="sm">
      <Icon aria-hidden="true" fontSize="1.125rem" />
      {words}
    </Tag>
  );
}
