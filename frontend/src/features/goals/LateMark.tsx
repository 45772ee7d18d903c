import { Tag } from '@digdir/designsystemet-react';
import { useTranslation } from 'react-i18next';
import { dayAsSpoken, isIsoDay, todayHere } from '../../domain/dates';
import { lateSince, startMissed } from '../../domain/measure';
import type { Fields } from '../../sync';

/** Since when a measure is late, or should have begun; nothing of one that is neither. */
export function LateMark({ fields }: { fields: Fields }) {
  const { t, i18n } = useTranslation('plan');
  const today = todayHere();
  const late = lateSince(fields, today);
  const over = late ?? startMissed(fields, today);
  if (over === null) return null;
  return (
    <Tag data-color="warning" data-size="sm">
      {t(late ? 'measure.lateSince' : 'measure.startMissed', { date: dayAsSpoken(over, i18n.language) })}
    </Tag>
  );
}

/** The day by which a measure is to be done, while it can still be kept. */
export function DueDay({ fields }: { fields: Fields }) {
  const { t, i18n } = useTranslation('plan');
  const { due } = fields;
  if (!isIsoDay(due) || !isUnfinished(fields) || due < todayHere()) return null;
  return (
    <span className="quiet status__due">{t('measure.dueBy', { date: dayAsSpoken(due, i18n.language) })}</span>
  );
}

function isUnfinished({ status }: Fields): boolean {
  return status !== 'done' && status !== 'stopped';
}
