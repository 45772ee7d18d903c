import { type RefObject, useRef } from 'react';
import { steadyOrder } from '../layout/steadyOrder';
import type { Margin } from '../margin/useMargin';
import { NewSuggestion } from '../suggestions/making/NewSuggestion';
import { SuggestionCard } from '../suggestions/SuggestionCard';
import { NEW, NEW_SUGGESTION } from '../threads/drafts';
import { NewThread } from './NewThread';
import { ThreadCard } from './ThreadCard';

/** The ids of all cards in reading order; a new one stands where its words are, or first. */
function orderOf({ kinds, drafting, suggested }: Margin, ids: readonly string[]): string[] {
  const rank = new Map([...kinds.keys()].map((id, index) => [id, index]));
  const rankOf = (id: string) => rank.get(id) ?? -1;
  const order = [...ids].sort((a, b) => rankOf(a) - rankOf(b));
  const drafts = [drafting ? [NEW] : [], suggested.drafting ? [NEW_SUGGESTION] : []].flat();
  for (const draft of drafts) {
    const after = order.findIndex((id) => rankOf(id) > rankOf(draft));
    order.splice(after < 0 ? order.length : after, 0, draft);
  }
  return order;
}

function useOrder(wanted: string[], cards: RefObject<HTMLElement | null>): string[] {
  const last = useRef<string[]>([]);
  const writing = cards.current?.contains(document.activeElement) ?? false;
  last.current = writing ? steadyOrder(last.current, wanted) : wanted;
  return last.current;
}

/** All cards of the open threads and suggestions, of the others if they are shown, and of the new ones. */
export function Cards({ margin, resolved, ...more }: { margin: Margin; resolved: boolean } & CardsProps) {
  const threads = resolved ? [...margin.open, ...margin.resolved] : margin.open;
  const { tools, kinds, active, focusRequest, suggested } = margin;
  const suggestions = resolved ? [...suggested.open, ...suggested.decided] : suggested.open;
  const byId = new Map(threads.map((thread) => [thread.id, thread]));
  const suggestionOf = new Map(suggestions.map((suggestion) => [suggestion.id, suggestion]));
  const order = useOrder(orderOf(margin, [...byId.keys(), ...suggestionOf.keys()]), more.cards);
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
        if (thread) return <ThreadCard key={id} thread={thread} {...shared} />;
        const suggestion = suggestionOf.get(id);
        if (suggestion) {
          const place = suggested.places.get(id) ?? 'gone';
          return <SuggestionCard key={id} suggestion={suggestion} place={place} {...shared} />;
        }
        return id === NEW ? <NewThread key={id} {...shared} /> : <NewSuggestion key={id} {...shared} />;
      })}
    </div>
  );
}

interface CardsProps {
  cards: RefObject<HTMLDivElement | null>;
  className: string;
}
