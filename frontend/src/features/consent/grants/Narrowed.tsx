import { Button, Heading } from '@digdir/designsystemet-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { apiSend, keys } from '../../../api';
import { isOwner } from '../../../domain/people';
import type { GrantsView, Level, NarrowedCell, PlanView } from '../../../domain/types';
import { dayInShort, momentInFull } from '../../../i18n/spoken';
import { useTranslation } from '../../../i18n/useTranslation';
import { focusPageHeading } from '../../../ui/PageHeading';
import type { Names } from '../signing/useNames';
import { cellOf } from './grants';
import { lastDay } from './lastDay';

interface NarrowedProps {
  plan: PlanView;
  view: GrantsView;
  names: Names;
}

/** Who may do less since later decisions bind the creators of parts, which part, and by which decision. */
export function Narrowed({ plan, view, names }: NarrowedProps) {
  const { t } = useTranslation('consent');
  const client = useQueryClient();
  const read = useMutation({
    mutationFn: () => apiSend('POST /api/plans/{plan}/grants/narrowed/read', { plan: plan.id }, {}),
    onSuccess: focusPageHeading,
    onSettled: () => client.invalidateQueries({ queryKey: keys.grants(plan.id) }),
  });
  const owner = isOwner(plan);
  if (view.narrowed.length === 0) return null;
  return (
    <section className="grants__narrowed" aria-labelledby="narrowed">
      <Heading level={2} data-size="2xs" id="narrowed">
        {t('narrowed.title')}
      </Heading>
      <p>{t('narrowed.text')}</p>
      <ul>
        {view.narrowed.map((cell) => (
          <NarrowedItem key={`${cell.participant} ${cell.part}`} cell={cell} view={view} names={names} />
        ))}
      </ul>
      {owner && (
        <Button variant="secondary" data-size="sm" disabled={read.isPending} onClick={() => read.mutate()}>
          {t('narrowed.read')}
        </Button>
      )}
      {read.isError && <p role="alert">{t('refused.other')}</p>}
    </section>
  );
}

function NarrowedItem({ cell, view, names }: { cell: NarrowedCell } & Pick<NarrowedProps, 'view' | 'names'>) {
  const { t, i18n } = useTranslation('consent');
  const part = view.parts.find(({ id }) => id === cell.part);
  const now = cellOf(view, cell.participant, cell.part);
  const may = (level: Level, until: string | null) => {
    const day = level === 'none' ? null : lastDay(until);
    const can = t(`can.${level}`);
    return day ? t('narrowed.until', { can, day: dayInShort(day, i18n.language) }) : can;
  };
  return (
    <li>
      {t('narrowed.cell', {
        name: view.participants.find(({ id }) => id === cell.participant)?.name,
        part: part ? names.part(part) : '',
        before: may(cell.was, cell.was_until),
        after: may(now.level, now.until),
      })}{' '}
      {t('narrowed.because', { moment: momentInFull(cell.signed_at, i18n.language) })}
      <q className="grants__because">{cell.text}</q>
    </li>
  );
}
