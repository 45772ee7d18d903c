import * as Y from 'yjs';
import { type ClockRange, deletedIn, inReadingOrder, insertedIn, type TextSlice } from './structs';

/** Keystrokes within this time extend one range; a longer range would keep old text recent. */
const JOIN_MS = 5_000;

interface TypedRange extends ClockRange {
  typedAt: number;
}

/** Own text that a transaction deleted without inserting it elsewhere. */
export interface LostWords {
  text: string;
  first: TextSlice;
}

/**
 * Tracks the characters of a document that this user typed recently, by their Yjs ids.
 *
 * Splitting, joining and moving blocks re-create text under new ids. A range whose text the same transaction inserts
 * again is tracked under the new ids; only text that is gone counts as lost, and only new text counts as typed.
 */
export class RecentWords {
  private ranges: TypedRange[] = [];

  constructor(private readonly recentMs: number) {}

  /** Process a transaction, local or remote. Returns the recently typed text that it deleted. */
  follow(transaction: Y.Transaction, now: number): LostWords[] {
    const inserted = insertedIn(transaction);
    this.ranges = this.ranges.filter((range) => now - range.typedAt <= this.recentMs);
    const lost = this.takeDeleted(transaction, inserted, now);
    if (transaction.local && !(transaction.origin instanceof Y.UndoManager)) {
      const typed = newlyTyped(inserted, transaction);
      for (const slice of typed) this.add(slice, now);
    }
    return lost;
  }

  /** Reset the age of all tracked text: nobody else could see it until now. */
  renew(now: number): void {
    for (const range of this.ranges) range.typedAt = now;
  }

  private add({ client, clock, length }: ClockRange, typedAt: number): void {
    const last = this.ranges.at(-1);
    const follows = last?.client === client && last.clock + last.length === clock;
    if (last && follows && typedAt - last.typedAt < JOIN_MS) last.length += length;
    else this.ranges.push({ client, clock, length, typedAt });
  }

  private takeDeleted(transaction: Y.Transaction, inserted: readonly TextSlice[], now: number): LostWords[] {
    const mine = deletedIn(transaction).flatMap((slice) => this.intersect(slice));
    return inReadingOrder(mine).flatMap((group) => {
      const text = group.map((slice) => slice.text).join('');
      const moved = findInserted(text, inserted);
      for (const range of moved ?? []) this.add(range, now);
      return moved || !group[0] ? [] : [{ text, first: group[0] }];
    });
  }

  private intersect(slice: TextSlice): TextSlice[] {
    return this.ranges.flatMap((range) => {
      const clock = Math.max(range.clock, slice.clock);
      const end = Math.min(range.clock + range.length, slice.clock + slice.length);
      if (range.client !== slice.client || clock >= end) return [];
      const text = slice.text.slice(clock - slice.clock, end - slice.clock);
      return [{ ...slice, clock, length: end - clock, text }];
    });
  }
}

/** The ids of `text` within the inserted text; null when it does not contain all of it. */
export function findInserted(text: string, inserted: readonly TextSlice[]): ClockRange[] | null {
  const from = inserted
    .map((slice) => slice.text)
    .join('')
    .indexOf(text);
  if (from < 0) return null;
  const ranges: ClockRange[] = [];
  let at = 0;
  for (const { client, clock, length } of inserted) {
    const start = Math.max(from - at, 0);
    const end = Math.min(from + text.length - at, length);
    if (start < end) ranges.push({ client, clock: clock + start, length: end - start });
    at += length;
  }
  return ranges;
}

/** Inserted text that the same transaction did not delete elsewhere. */
function newlyTyped(inserted: readonly TextSlice[], transaction: Y.Transaction): TextSlice[] {
  if (inserted.length === 0) return [];
  const taken = inReadingOrder(deletedIn(transaction)).map((group) => group.map(({ text }) => text).join(''));
  return inserted.filter(({ text }) => !taken.some((words) => words.includes(text)));
}
