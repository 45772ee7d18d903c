import { useRef, useState } from 'react';
import { offsetOfMatch } from '../quotes/anchor';
import type { Thread } from '../threads/threads';
import { MarginHead } from './MarginHead';
import { NewThread } from './NewThread';
import { ThreadCard } from './ThreadCard';
import { useAnnouncer } from './useAnnouncer';
import { useColumnLayout } from './useColumnLayout';
import { type Margin, NEW } from './useMargin';

/** A card of the column: a thread, or null for the new thread. */
type ColumnEntry = { id: string; thread: Thread | null };

/** All cards in reading order; resolved threads only when those are shown. */
function entriesOf(margin: Margin, showResolved: boolean): ColumnEntry[] {
  const threads = showResolved ? [...margin.open, ...margin.resolved] : margin.open;
  const entries: ColumnEntry[] = threads.map((thread) => ({ id: thread.id, thread }));
  if (margin.draft) entries.push({ id: NEW, thread: null });
  const position = ({ id }: ColumnEntry) => offsetOfMatch(margin.matches.get(id)) ?? -1;
  return entries.sort((a, b) => position(a) - position(b));
}

/**
 * The displayed order. While focus is inside the column the order is kept: moving a card in the DOM would take the
 * focus out of its field.
 */
function useSteadyOrder(entries: ColumnEntry[], column: React.RefObject<HTMLElement | null>): ColumnEntry[] {
  const last = useRef<string[]>([]);
  const writing = column.current?.contains(document.activeElement) ?? false;
  const rank = new Map(last.current.map((id, index) => [id, index]));
  const known = (entry: ColumnEntry) => rank.get(entry.id);
  const shown = writing
    ? [...entries].sort(
        (a, b) => (known(a) ?? Number.MAX_SAFE_INTEGER) - (known(b) ?? Number.MAX_SAFE_INTEGER),
      )
    : entries;
  last.current = shown.map((entry) => entry.id);
  return shown;
}

/** The margin beside the text: each thread at the height of its quote. */
export function MarginColumn({ margin }: { margin: Margin }) {
  const { announce, announcement } = useAnnouncer();
  const column = useRef<HTMLDivElement>(null);
  const [showResolved, setShowResolved] = useState(false);
  const entries = useSteadyOrder(entriesOf(margin, showResolved), column);
  useColumnLayout({ column, editor: margin.editor, matches: margin.matches, active: margin.active });
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
      {announcement}
    </>
  );
}
