import { Alert, Button } from '@digdir/designsystemet-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { apiSend, isProblem, keys } from '../../api';
import { factsOf } from '../../domain/kinds';
import { namedIn } from '../../domain/people';
import { isPutAway, mayBringBack, mayPutAway, putAwayOf } from '../../domain/putAway';
import type { PartView, PlanView } from '../../domain/types';
import { momentInFull } from '../../i18n/spoken';
import { useTranslation } from '../../i18n/useTranslation';
import { focusPageHeading } from '../../ui/PageHeading';

interface PutAwayProps {
  plan: PlanView;
  part: PartView;
}

/** Puts a goal or measure away; the notice that then stands above it is the way back. */
export function PutAwayButton({ plan, part }: PutAwayProps) {
  const { t } = useTranslation('plan');
  const putAway = usePutAway(plan, part);
  if (!factsOf(part.kind).titled || isPutAway(plan, part) || !mayPutAway(plan, part)) return null;
  return (
    <div className="put-away">
      <Button
        aria-disabled={putAway.isPending}
        data-size="sm"
        onClick={() => putAway.isPending || putAway.mutate(true)}
        variant="tertiary"
      >
        {t(`putAway.${part.kind}.button`)}
      </Button>
      <p className="quiet">{t('putAway.means')}</p>
      <Refused error={putAway.error} />
    </div>
  );
}

/** Says of a part that is put away that it is, and brings it back. */
export function PutAwayNotice({ plan, part }: PutAwayProps) {
  const { t, i18n } = useTranslation('plan');
  const putAway = usePutAway(plan, part);
  const back = useRef<HTMLButtonElement>(null);
  const away = putAwayOf(plan).find(({ id }) => id === part.id);
  const justNow = useFocusAfter(away !== undefined, back);
  if (!away) return null;
  const name = namedIn(plan, away.put_away_by)?.person.name;
  const moment = momentInFull(away.put_away_at, i18n.language);
  return (
    <Alert className="put-away__notice" data-color="info">
      <h2 className="section-heading">{t(`putAway.${part.kind}.title`)}</h2>
      <p>
        {t(name ? 'putAway.by' : 'putAway.at', { name, moment })} {t('putAway.text')}
      </p>
      {mayBringBack(plan, away) && (
        <Button
          aria-disabled={putAway.isPending}
          onClick={() => putAway.isPending || putAway.mutate(false)}
          ref={back}
          variant="secondary"
        >
          {t(justNow ? 'putAway.undo' : 'putAway.back')}
        </Button>
      )}
      <Refused error={putAway.error} />
    </Alert>
  );
}

/** Whether it was put away while this was shown. The button that was pressed is gone, either way: the focus goes on. */
function useFocusAfter(away: boolean, back: RefObject<HTMLButtonElement | null>): boolean {
  const before = useRef(away);
  const [justNow, setJustNow] = useState(false);
  useEffect(() => {
    if (away !== before.current) setJustNow(away);
    if (away && !before.current) back.current?.focus();
    if (!away && before.current && document.activeElement === document.body) focusPageHeading();
    before.current = away;
  }, [away, back]);
  return justNow;
}

function Refused({ error }: { error: unknown }) {
  const { t } = useTranslation('plan');
  if (!error) return null;
  const words = isProblem(error, 'forbidden')
    ? 'forbidden'
    : isProblem(error, 'limit-reached')
      ? 'full'
      : 'failed';
  return <p role="alert">{t(`putAway.${words}`)}</p>;
}

function usePutAway(plan: PlanView, part: PartView) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (away: boolean) =>
      apiSend('POST /api/parts/{part}/put-away', { part: part.id }, { put_away: away }),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.plan(plan.id) }),
  });
}
