import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react';
import { keys, refetchAll } from '../../api';
import type { PlanView, Writer } from '../../domain/types';
import { askBeforeLeaving } from '../../state/leaving';
import { PlanConnection, syncUrl } from '../connection/planConnection';
import { RefusedTexts } from '../document/refusedTexts';

const Connection = createContext<PlanConnection | null>(null);

/** The connection of the plan that is on the screen; null for the moment before it exists. */
export function usePlanConnection(): PlanConnection | null {
  return useContext(Connection);
}

/** Keep one socket for the plan as long as it is on the screen, whatever part is shown. */
export function PlanSync({ plan, me, children }: { plan: PlanView; me: Writer; children: ReactNode }) {
  const queries = useQueryClient();
  const [connection, setConnection] = useState<PlanConnection | null>(null);
  const { id, channel, epoch } = plan;
  // Who one is does not change while the plan is on the screen; a refetched plan must not cost the connection.
  const [identity] = useState(me);
  const [refusedTexts] = useState(() => new RefusedTexts());
  const latest = useRef(epoch);
  latest.current = epoch;

  useEffect(() => {
    const surroundings = {
      url: syncUrl(window.location, epoch),
      WebSocketClass: WebSocket,
      random: Math.random,
    };
    const opened = new PlanConnection(identity, eventsFor(queries, id, channel), surroundings, refusedTexts);
    opened.hold(channel, 'enter');
    const forget = followWindow(opened);
    setConnection(opened);
    return () => {
      forget();
      setConnection(null);
      // An answer over HTTP may know of a restore before the socket does.
      if (latest.current !== epoch) opened.historyEnded();
      opened.destroy();
    };
  }, [queries, id, channel, epoch, identity, refusedTexts]);

  return <Connection.Provider value={connection}>{children}</Connection.Provider>;
}

function eventsFor(queries: QueryClient, planId: string, channel: string) {
  const refresh = () => void queries.invalidateQueries({ queryKey: keys.plan(planId) });
  const partOf = (document: string) => {
    const plan = queries.getQueryData<PlanView>(keys.plan(planId));
    return plan?.parts.find((part) => part.document === document)?.id;
  };
  return {
    documentWithdrawn(document: string) {
      const part = partOf(document);
      if (part) forgetPart(queries, planId, part);
      refresh();
    },
    restored: () => void refetchAll(queries),
    notice(document: string, type: string) {
      if (document === channel) {
        if (type === 'plan-changed' || type === 'opened') refresh();
        return;
      }
      const part = partOf(document);
      // A document that opens may have missed one.
      if (part && (type === 'comments-changed' || type === 'opened')) {
        void queries.invalidateQueries({ queryKey: keys.comments(part) });
      }
    },
  };
}

/** Wipe what this page has of a part whose access has ended, before the server is asked again. */
function forgetPart(queries: QueryClient, planId: string, part: string): void {
  queries.removeQueries({ queryKey: keys.part(part) });
  queries.setQueryData<PlanView>(
    keys.plan(planId),
    (plan) => plan && { ...plan, parts: plan.parts.filter((other) => other.id !== part) },
  );
}

function followWindow(connection: PlanConnection): () => void {
  const forget = askBeforeLeaving(() => connection.holdsWords);
  const lost = () => connection.networkLost();
  const back = () => connection.connectNow();
  window.addEventListener('offline', lost);
  window.addEventListener('online', back);
  return () => {
    forget();
    window.removeEventListener('offline', lost);
    window.removeEventListener('online', back);
  };
}
