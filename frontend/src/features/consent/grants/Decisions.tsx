import { Button, Switch } from '@digdir/designsystemet-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { apiGet, keys } from '../../../api';
import type { Decision, GrantsView } from '../../../domain/types';
import { useTranslation } from '../../../i18n/useTranslation';
import { DecisionText } from './DecisionText';
import { type Ended, endedOnes } from './holding';

/** The number shown before "show all". */
const FIRST = 10;

/** Everything that has been signed, newest first; what the grants do not have is asked for page by page. */
export function Decisions({ planId, view }: { planId: string; view: GrantsView }) {
  const { t } = useTranslation('consent');
  const [all, setAll] = useState(false);
  const [past, setPast] = useState(false);
  const older = useOlder(planId, view.earlier);
  const signed = [...view.decisions, ...older.decisions];
  const ended = endedOnes(signed, view.parts, Date.now());
  const listed = past ? signed : signed.filter(({ number }) => !ended.has(number));
  const shown = all ? listed : listed.slice(0, FIRST);
  const list = useRef<HTMLOListElement>(null);
  const goOn = useGoingOn(list, shown.length);
  if (signed.length === 0) return null;
  const withheld = new Set([...view.withheld, ...older.withheld]);
  return (
    <details className="grants__decisions">
      <summary>{t('decisions', { count: view.signed })}</summary>
      {ended.size > 0 && (
        <Switch
          data-size="sm"
          checked={past}
          onChange={(event) => setPast(event.target.checked)}
          label={t('alsoEnded')}
        />
      )}
      {listed.length === 0 && <p>{t('nothingHolds')}</p>}
      <ol className="signing__list" ref={list}>
        {shown.map((decision) => (
          <li key={decision.number} className="signing__item" tabIndex={-1}>
            <EndedNote ended={ended.get(decision.number)} />
            <DecisionText decision={decision} withheld={withheld.has(decision.number)} />
          </li>
        ))}
      </ol>
      {shown.length < listed.length && (
        <Button variant="secondary" onClick={() => goOn(() => setAll(true))}>
          {t(view.earlier === null ? 'allDecisions' : 'moreDecisions')}
        </Button>
      )}
      {all && older.more && (
        <Button variant="secondary" disabled={older.busy} onClick={() => goOn(older.load)}>
          {t('olderDecisions')}
        </Button>
      )}
      {older.failed && <p role="alert">{t('common:problem.unknownText')}</p>}
    </details>
  );
}

function EndedNote({ ended }: { ended: Ended | undefined }) {
  const { t } = useTranslation('consent');
  if (ended === undefined) return null;
  return (
    <p className="signing__ended">{ended === 'over' ? t('endedOver') : t('endedBy', { number: ended.by })}</p>
  );
}

/** A button that shows more may go with that: the focus goes on at the first decision that came. */
function useGoingOn(list: RefObject<HTMLOListElement | null>, shown: number): (more: () => void) => void {
  const from = useRef<number | null>(null);
  useEffect(() => {
    if (from.current === null || shown <= from.current) return;
    list.current?.querySelectorAll('li')[from.current]?.focus();
    from.current = null;
  }, [list, shown]);
  return (more) => {
    from.current = shown;
    more();
  };
}

interface Older {
  decisions: Decision[];
  withheld: number[];
  more: boolean;
  busy: boolean;
  failed: boolean;
  load: () => void;
}

/** The decisions before those of the grants, none until they are asked for. */
function useOlder(plan: string, earlier: number | null): Older {
  const [wanted, setWanted] = useState(false);
  const query = useInfiniteQuery({
    queryKey: keys.decisions(plan, earlier),
    queryFn: ({ pageParam, signal }) =>
      apiGet('/api/plans/{plan}/grants/before/{number}', { plan, number: String(pageParam) }, signal),
    initialPageParam: earlier,
    getNextPageParam: (last) => last.earlier,
    enabled: wanted && earlier !== null,
  });
  const pages = query.data?.pages ?? [];
  return {
    decisions: pages.flatMap(({ decisions }) => decisions),
    withheld: pages.flatMap(({ withheld }) => withheld),
    more: pages.length === 0 ? earlier !== null : query.hasNextPage,
    busy: query.isFetching,
    failed: query.isError,
    load: () => {
      setWanted(true);
      if (pages.length > 0) void query.fetchNextPage();
      else if (query.isError) void query.refetch();
    },
  };
}
