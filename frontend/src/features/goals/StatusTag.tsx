import { Tag } from '@digdir/designsystemet-react';
import { CheckmarkIcon, CircleSlashIcon, HourglassIcon, PencilWritingIcon } from '@navikt/aksel-icons';
import { useTranslation } from 'react-i18next';
import { dayAsSpoken, todayHere } from '../../domain/dates';
import { lateSince } from '../../domain/measure';
import type { Fields } from '../../sync';

type Colour = 'neutral' | 'info' | 'success' | 'warning';

const MEASURE = {
  planned: { Icon: HourglassIcon, colour: 'neutral' },
  started: { Icon: PencilWritingIcon, colour: 'info' },
  done: { Icon: CheckmarkIcon, colour: 'success' },
  stopped: { Icon: CircleSlashIcon, colour: 'neutral' },
} as const satisfies Record<string, { Icon: unknown; colour: Colour }>;

const GOAL = {
  open: { Icon: PencilWritingIcon, colour: 'info' },
  reached: { Icon: CheckmarkIcon, colour: 'success' },
  dropped: { Icon: CircleSlashIcon, colour: 'neutral' },
} as const satisfies Record<string, { Icon: unknown; colour: Colour }>;

/** How far a measure has come: a word with a mark, and since when it is late. */
export function MeasureStatus({ fields }: { fields: Fields }) {
  const { t, i18n } = useTranslation('plan');
  const status =
    fields.status && fields.status in MEASURE ? (fields.status as keyof typeof MEASURE) : 'planned';
  const { Icon, colour } = MEASURE[status];
  const late = lateSince(fields, todayHere());
  return (
    <span className="status">
      <Tag data-color={colour} data-size="sm">
        <Icon aria-hidden="true" fontSize="1.125rem" />
        {t(`measure.statuses.${status}`)}
      </Tag>
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
  const status = fields.status && fields.status in GOAL ? (fields.status as keyof typeof GOAL) : 'open';
  const { Icon, colour } = GOAL[status];
  return (
    <Tag data-color={colour} data-size="sm">
      <Icon aria-hidden="true" fontSize="1.125rem" />
      {t(`goal.statuses.${status}`)}
    </Tag>
  );
}
