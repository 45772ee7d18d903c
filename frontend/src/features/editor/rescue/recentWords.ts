import * as Y from 'yjs';
import { deletedIn, inReadingOrder, insertedIn, type Span, type Stretch } from './structs';

/** Keystrokes closer than this are one span; a longer span would keep old words young. */
const JOIN_MS = 5_000;

interface TypedSpan extends Span {
  typedAt: number;
}

/** Words of mine that a change took away, and that it did not put somewhere else. */
export interface LostWords {
  text: string;
  first: Stretch;
}

/**
 * Which characters of a document I typed lately, by their Yjs ids.
 *
 * Splitting, joining and moving blocks re-create text under new ids. A span whose words the same change inserts
 * again is followed there; only words that are gone count as lost, and only new words count as typed.
 */
export class RecentWords {
  private spans: TypedSpan[] = [];

  constructor(private readonly recentMs: number) {}

  /** Follow a change, mine or somebody else's. Returns what it took away from what I typed lately. */
  follow(transaction: Y.Transaction, now: number): LostWords[] {
    const inserted = insertedIn(transaction);
    this.spans = this.spans.filter((span) => now - span.typedAt <= this.recentMs);
    const lost = this.takeDeleted(transaction, inserted, now);
    if (transaction.local && !(transaction.origin instanceof Y.UndoManager)) {
      const typed = newWords(inserted, transaction);
      for (const stretch of typed) this.add(stretch, now);
    }
    return lost;
  }

  /** Make all that is remembered as young as now: nobody else could see it until now. */
  renew(now: number): void {
    for (const span of this.spans) span.typedAt = now;
  }

  private add({ client, clock, length }: Span, typedAt: number): void {
    const last = this.spans.at(-1);
    const follows = last?.client === client && last.clock + last.length === clock;
    if (last && follows && typedAt - last.typedAt < JOIN_MS) last.length += length;
    else this.spans.push({ client, clock, length, typedAt });
  }

  private takeDeleted(transaction: Y.Transaction, inserted: readonly Stretch[], now: number): LostWords[] {
    const mine = deletedIn(transaction).flatMap((stretch) => this.intersect(stretch));
    return inReadingOrder(mine).flatMap((group) => {
      const text = group.map((stretch) => stretch.text).join('');
      const moved = find(text, inserted);
      for (const span of moved ?? []) this.add(span, now);
      return moved || !group[0] ? [] : [{ text, first: group[0] }];
    });
  }

  private intersect(stretch: Stretch): Stretch[] {
    return this.spans.flatMap((span) => {
      const clock = Math.max(span.clock, stretch.clock);
      const end = Math.min(span.clock + span.length, stretch.clock + stretch.length);
      if (span.client !== stretch.client || clock >= end) return [];
      const text = stretch.text.slice(clock - stretch.clock, end - stretch.clock);
      return [{ ...stretch, clock, length: end - clock, text }];
    });
  }
}

/** Where `text` stands in what was inserted; null when it is not there whole. */
export function find(text: string, inserted: readonly Stretch[]): Span[] | null {
  const from = inserted
    .map((stretch) => stretch.text)
    .join('')
    .indexOf(text);
  if (from < 0) return null;
  const spans: Span[] = [];
  let at = 0;
  for (const { client, clock, length } of inserted) {
    const start = Math.max(from - at, 0);
    const end = Math.min(from + text.length - at, length);
    if (start < end) spans.push({ client, clock: clock + start, length: end - start });
    at += length;
  }
  return spans;
}

/** What was inserted without having been taken from elsewhere in the same change. */
function newWords(inserted: readonly Stretch[], transaction: Y.Transaction): Stretch[] {
  if (inserted.length === 0) return [];
  const taken = inReadingOrder(deletedIn(transaction)).map((group) => group.map(({ text }) => text).join(''));
  return inserted.filter(({ text }) => !taken.some((words) => words.includes(text)));
}
