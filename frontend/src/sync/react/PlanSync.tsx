import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react';
import { keys, refetchAll } from '../../api';
import { NOTICES } from '../../domain/contract';
import { everyPart, putAwayOf } from '../../domain/putAway';
import type { PlanView, Writer } from '../../domain/types';
import { beforePageEnds, pagePerson, sessionIsOver } from '../../state/ending';
import { afterFirstWords } from '../../state/firstWords';
import { askBeforeLeaving } from '../../state/leaving';
import { readableParts } from '../../state/readableParts';
import { flushUnwritten } from '../../state/unwritten';
import { earlyOrNew } from '../connection/earlySocket';
import { gatheredSocket } from '../connection/gatheredSocket';
import { PlanConnection, syncUrl } from '../connection/planConnection';
import { keepWords, takeWords } from '../document/keptWords';
import { RefusedTexts } from '../document/refusedTexts';

/** Not every page has words that one waits for. */
const LATEST_REFRESH_MS = 2_000;

const ConnectionContext = createContext<PlanConnection | null>(null);

/** The connection of the plan on the screen; null until it is created. */
export function usePlanConnection(): PlanConnection | null {
  return useContext(ConnectionContext);
}

interface PlanSyncProps {
  plan: PlanView;
  me: Writer;
  /** The document that the children show first, asked for at once with the socket: rendering them takes a while. */
  shown?: string | undefined;
  children: ReactNode;
}

/** Provides one connection for the plan while it is mounted, across changes of part. */
export function PlanSync({ plan, me, shown, children }: PlanSyncProps) {
  const queries = useQueryClient();
  const [connection, setConnection] = useState<PlanConnection | null>(null);
  // The socket first: what is shown is rendered while it is being opened, which takes two round trips.
  const [begun, setBegun] = useState(false);
  const { id, channel, epoch } = plan;
  // The identity does not change while the plan is mounted; a refetched plan must not replace the connection.
  const [identity] = useState(me);
  const [refusedTexts] = useState(() => new RefusedTexts());
  const [first] = useState(shown);
  const latest = useRef(epoch);
  latest.current = epoch;

  useEffect(() => {
    readableParts.replace({ reader: plan.me, parts: new Set(everyPart(plan).map((part) => part.id)) });
  }, [plan]);

  useEffect(() => {
    for (const text of takeWords(id)) refusedTexts.offer(text);
  }, [id, refusedTexts]);

  useEffect(() => {
    const environment = {
      url: syncUrl(window.location, epoch, pagePerson()),
      WebSocketClass: gatheredSocket(earlyOrNew()),
      random: Math.random,
    };
    const opened = new PlanConnection(identity, eventsFor(queries, id, channel), environment, refusedTexts);
    if (first) holdUntilThere(opened, first);
    opened.hold(channel, 'enter');
    const unsubscribe = watchWindow(opened);
    const stopKeeping = beforePageEnds(() => {
      flushUnwritten();
      keepWords(id, opened.endOfSession());
    });
    setConnection(opened);
    // React would render the children before it lets go of the thread, and an open socket asks when it does.
    queueMicrotask(() => setBegun(true));
    return () => {
      unsubscribe();
      stopKeeping();
      setConnection(null);
      // A response over HTTP may report a restore before the socket does.
      if (latest.current !== epoch) opened.databaseRestored();
      opened.destroy();
    };
  }, [queries, id, channel, epoch, identity, refusedTexts, first]);

  return <ConnectionContext.Provider value={connection}>{begun && children}</ConnectionContext.Provider>;
}

/** By then those who show it hold it. */
function holdUntilThere(connection: PlanConnection, document: string): void {
  const link = connection.hold(document);
  const stop = link.cell.subscribe(() => {
    if (link.state.phase === 'opening') return;
    stop();
    connection.release(document);
  });
}

function eventsFor(queries: QueryClient, planId: string, channel: string) {
  const refresh = () => void queries.invalidateQueries({ queryKey: keys.plan(planId) });
  const partOf = (document: string) => {
    const plan = queries.getQueryData<PlanView>(keys.plan(planId));
    return plan && everyPart(plan).find((part) => part.document === document)?.id;
  };
  return {
    documentWithdrawn(document: string) {
      const part = partOf(document);
      if (part) removePart(queries, planId, part);
      refresh();
    },
    restored: () => void refetchAll(queries),
    sessionEnded: sessionIsOver,
    notice(document: string, type: string) {
      if (document === channel) {
        if (type === NOTICES.PLAN_CHANGED) refresh();
        // What was changed between the answer and the socket; on a weak line not in the way of the first words.
        if (type === 'opened') afterFirstWords(refresh, LATEST_REFRESH_MS);
        return;
      }
      const part = partOf(document);
      // A document that was not open may have missed a notice.
      if (part && (type === NOTICES.COMMENTS_CHANGED || type === 'opened')) {
        void queries.invalidateQueries({ queryKey: keys.comments(part) });
        void queries.invalidateQueries({ queryKey: keys.suggestions(part) });
        void queries.invalidateQueries({ queryKey: keys.openThreads(planId) });
      }
    },
  };
}

/** Remove the cached data of a part whose access was withdrawn, before the server is asked again. */
function removePart(queries: QueryClient, planId: string, part: string): void {
  queries.removeQueries({ queryKey: keys.part(part) });
  queries.setQueryData<PlanView>(
    keys.plan(planId),
    (plan) =>
      plan && {
        ...plan,
        parts: plan.parts.filter((other) => other.id !== part),
        put_away: putAwayOf(plan).filter((other) => other.id !== part),
      },
  );
}

function watchWindow(connection: PlanConnection): () => void {
  const stopAsking = askBeforeLeaving(() => connection.holdsWords);
  const lost = () => connection.networkLost();
  const back = () => connection.connectNow();
  window.addEventListener('offline', lost);
  window.addEventListener('online', back);
  window.addEventListener('pagehide', flushUnwritten);
  return () => {
    stopAsking();
    window.removeEventListener('offline', lost);
    window.removeEventListener('online', back);
    window.removeEventListener('pagehide', flushUnwritten);
  };
}
