import { type RefObject, useRef } from 'react';
import { steadyOrder } from '../layout/steadyOrder';
import type { Margin } from '../margin/useMargin';
import { NEW } from '../threads/drafts';
import type { Thread } from '../threads/threads';
import { NewThread } from './NewThread';
import { ThreadCard } from './ThreadCard';

/** The ids of all cards in reading order; a new thread stands where its words are, or first. */
function orderOf({ kinds, drafting }: Margin, threads: readonly Thread[]): string[] {
  const ids = threads.map(({ id }) => id);
  if (!drafting) return ids;
  const rank = new Map([...kinds.keys()].map((id, index) => [id, index]));
  const own = rank.get(NEW) ?? -1;
  const after = ids.findIndex((id) => (rank.get(id) ?? -1) > own);
  ids.splice(after < 0 ? ids.length : after, 0, NEW);
  return ids;
}

function useOrder(wanted: string[], cards: RefObject<HTMLElement | null>): string[] {
  const last = useRef<string[]>([]);
  const writing = cards.current?.contains(document.activeElement) ?? false;
  last.current = writing ? steadyOrder(last.current, wanted) : wanted;
  return last.current;
}

/** All cards of the open threads, of the resolved ones if they are shown, and of the new one. */
export function Cards({ margin, resolved, ...more }: { margin: Margin; resolved: boolean } & CardsProps) {
  const threads = resolved ? [...margin.open, ...margin.resolved] : margin.open;
  const byId = new Map(threads.map((thread) => [thread.id, thread]));
  const order = useOrder(orderOf(margin, threads), more.cards);
  const { tools, kinds, active, focusRequest } = margin;
  return (
    <div ref={more.cards} className={more.className}>
      {order.map((id) => {
        const thread = byId.get(id);
        const shared = {
          tools,
          kind: kinds.get(id),
          active: active === id,
          focusTurn: focusRequest?.thread === id ? focusRequest.turn : 0,
        };
        return thread ? (
          <ThreadCard key={id} thread={thread} {...shared} />
        ) : (
          <NewThread key={id} {...shared} />
        );
      })}
    </div>
  );
}

interface CardsProps {
  cards: RefObject<HTMLDivElement | null>;
  className: string;
}
