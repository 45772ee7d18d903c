import { Tag } from '@digdir/designsystemet-react';
import { CheckmarkIcon, CircleSlashIcon, HourglassIcon, PencilWritingIcon } from '@navikt/aksel-icons';
import type { ComponentProps, ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { FIELDS } from '../../domain/contract';
import { dayAsSpoken, todayHere } from '../../domain/dates';
import { lateSince } from '../../domain/measure';
import type { Fields } from '../../sync';

type Status<Kind extends 'goal' | 'measure'> = (typeof FIELDS)[Kind]['status'][number];

interface Mark {
  Icon: ComponentType<ComponentProps<typeof CheckmarkIcon>>;
  colour: 'neutral' | 'info' | 'success';
}

const MEASURE: Record<Status<'measure'>, Mark> = {
  planned: { Icon: HourglassIcon, colour: 'neutral' },
  started: { Icon: PencilWritingIcon, colour: 'info' },
  done: { Icon: CheckmarkIcon, colour: 'success' },
  stopped: { Icon: CircleSlashIcon, colour: 'neutral' },
};

const GOAL: Record<Status<'goal'>, Mark> = {
  open: { Icon: PencilWritingIcon, colour: 'info' },
  reached: { Icon: CheckmarkIcon, colour: 'success' },
  dropped: { Icon: CircleSlashIcon, colour: 'neutral' },
};

/** How far a measure has come: a word with a mark, and since when it is late. */
export function MeasureStatus({ fields }: { fields: Fields }) {
  const { t, i18n } = useTranslation('plan');
  const status = among(FIELDS.measure.status, fields.status);
  const late = lateSince(fields, todayHere());
  return (
    <span className="status">
      <Marked mark={MEASURE[status]} words={t(`measure.choices.status.${status}`)} />
      {late && (
        <Tag data-color="warning" data-size="sm">
          {t('measure.lateSince', { date: dayAsSpoken(late, i18n.language) })}
        </Tag>
      )}
    </span>
  );
}

export function GoalStatus({ fields }: { fields: Fields }) {
  const { t } = useTranslation('plan');
  const status = among(FIELDS.goal.status, fields.status);
  return <Marked mark={GOAL[status]} words={t(`goal.choices.status.${status}`)} />;
}

/** One that is not among them, from a newer page perhaps, counts as the first: a new part's. */
function among<Choice extends string>(
  choices: readonly [Choice, ...Choice[]],
  value: string | undefined,
): Choice {
  return choices.find((choice) => choice === value) ?? choices[0];
}

function Marked({ mark: { Icon, colour }, words }: { mark: Mark; words: string }) {
  return (
    <Tag data-color={colour} data-size="sm">
      <Icon aria-hidden="true" fontSize="1.125rem" />
      {words}
    </Tag>
  );
}
