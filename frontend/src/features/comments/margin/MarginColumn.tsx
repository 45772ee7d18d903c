import { useRef, useState } from 'react';
import type { Thread } from '../threads/threads';
import { MarginHead } from './MarginHead';
import { NewThread } from './NewThread';
import { ThreadCard } from './ThreadCard';
import { useColumnLayout } from './useColumnLayout';
import { type Margin, NEW } from './useMargin';

/** A card of the column: a thread, or null for the one being begun. */
type Entry = { id: string; thread: Thread | null };

function offsetOf(margin: Margin, id: string): number {
  const place = margin.places.get(id);
  if (!place) return -1;
  return place.kind === 'changed' ? (place.near ?? -1) : place.start;
}

/** All cards in reading order; a finished thread only when those are shown. */
function entriesOf(margin: Margin, showResolved: boolean): Entry[] {
  const threads = showResolved ? [...margin.open, ...margin.resolved] : margin.open;
  const entries: Entry[] = threads.map((thread) => ({ id: thread.id, thread }));
  if (margin.draft) entries.push({ id: NEW, thread: null });
  return entries.sort((a, b) => offsetOf(margin, a.id) - offsetOf(margin, b.id));
}

/**
 * The order shown. While somebody writes in a card it keeps its order with the others: moving it in the
 * document would take the focus out of the field.
 */
function useSteadyOrder(entries: Entry[], column: React.RefObject<HTMLElement | null>): Entry[] {
  const last = useRef<string[]>([]);
  const writing = column.current?.contains(document.activeElement) ?? false;
  const rank = new Map(last.current.map((id, index) => [id, index]));
  const known = (entry: Entry) => rank.get(entry.id);
  const shown = writing
    ? [...entries].sort(
        (a, b) => (known(a) ?? Number.MAX_SAFE_INTEGER) - (known(b) ?? Number.MAX_SAFE_INTEGER),
      )
    : entries;
  last.current = shown.map((entry) => entry.id);
  return shown;
}

/** The margin beside the text: each thread at the height of what it speaks about. */
export function MarginColumn({ margin, announce }: { margin: Margin; announce: (text: string) => void }) {
  const column = useRef<HTMLDivElement>(null);
  const [showResolved, setShowResolved] = useState(false);
  const entries = useSteadyOrder(entriesOf(margin, showResolved), column);
  useColumnLayout({ column, editor: margin.editor, places: margin.places, active: margin.active });
  return (
    <>
      <MarginHead margin={margin} showResolved={showResolved} onShowResolved={setShowResolved} />
      <div ref={column} className="margin__cards">
        {entries.map(({ id, thread }) =>
          thread ? (
            <ThreadCard key={id} thread={thread} margin={margin} announce={announce} />
          ) : (
            <NewThread key={id} margin={margin} announce={announce} />
          ),
        )}
      </div>
    </>
  );
}
