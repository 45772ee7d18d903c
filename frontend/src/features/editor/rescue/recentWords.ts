import { ySyncPluginKey } from '@tiptap/y-tiptap';
import type * as Y from 'yjs';
import {
  type ClockRange,
  deletedIn,
  inReadingOrder,
  insertedIn,
  recreatedFrom,
  recreatedIn,
  type TextSlice,
  without,
} from '../../../sync';
import { CopiedWords } from './copiedWords';

/** Keystrokes within this time extend one range; a longer range would keep old text recent. */
const JOIN_MS = 5_000;
/** Shorter words also stand by chance in what somebody inserts. */
const FOUND_AGAIN = 4;

interface TypedRange extends ClockRange {
  typedAt: number;
}

/** Own text that a transaction deleted without inserting it elsewhere. */
export interface LostWords {
  text: string;
  first: TextSlice;
  last: TextSlice;
}

/**
 * Tracks the characters of a document that this user typed, by their Yjs ids.
 *
 * Splitting, joining, moving and undoing re-create text under new ids, also under mine: text stays the text of whoever
 * typed it (`recreatedIn`), and what I paste is mine only if nobody else's text has it.
 */
export class RecentWords {
  /** Everything that is mine; only what is recent is offered. */
  private ranges: TypedRange[] = [];
  private heldAt: number | null = null;
  private readonly copied: CopiedWords;

  constructor(
    private readonly recentMs: number,
    doc: Y.Doc,
  ) {
    this.copied = new CopiedWords(doc);
  }

  /** Process a transaction, local or remote. Returns the recently typed text that it deleted. */
  follow(transaction: Y.Transaction, now: number, pasted: boolean): LostWords[] {
    // Nothing of mine can be lost: who only reads pays nothing for what others write.
    if (!transaction.local && this.ranges.length === 0) return [];
    const recreated = recreatedIn(transaction);
    const standing = recreated.map(({ to }) => to);
    const fresh = without(insertedIn(transaction), standing);
    const moved = recreatedFrom(recreated, this.ranges);
    const taken = recreated.map(({ from }) => from);
    const mine = this.recentIn(without(deletedIn(transaction), taken), now);
    this.ranges = without(this.ranges, standing);
    for (const { to, range } of moved) this.ranges.push({ ...to, typedAt: range.typedAt });
    if (isWritten(transaction)) {
      const typed = pasted ? without(fresh, this.copied.othersIn(transaction, this.ranges)) : fresh;
      for (const slice of typed) this.add(slice, now);
    }
    return this.lostFrom(mine, fresh, now);
  }

  /** The user copies or cuts: what is pasted later may be somebody else's. */
  copies(): void {
    this.copied.remember();
  }

  /** From now on nothing grows old: nobody else can see it. */
  hold(now: number): void {
    this.heldAt ??= now;
  }

  /** What did not grow old begins to now. */
  release(now: number): void {
    if (this.heldAt === null) return;
    const held = this.recent(now);
    this.heldAt = null;
    for (const range of held) range.typedAt = now;
  }

  private recent(now: number): TypedRange[] {
    const until = (this.heldAt ?? now) - this.recentMs;
    return this.ranges.filter(({ typedAt }) => typedAt >= until);
  }

  private add({ client, clock, length }: ClockRange, typedAt: number): void {
    const last = this.ranges.at(-1);
    const follows = last?.client === client && last.clock + last.length === clock;
    if (last && follows && typedAt - last.typedAt < JOIN_MS) last.length += length;
    else this.ranges.push({ client, clock, length, typedAt });
  }

  private lostFrom(mine: readonly TextSlice[], inserted: readonly TextSlice[], now: number): LostWords[] {
    return inReadingOrder(mine).flatMap((group) => {
      const [first, last] = [group[0], group.at(-1)];
      const text = group.map((slice) => slice.text).join('');
      const again = text.length < FOUND_AGAIN ? null : findInserted(text, inserted);
      for (const range of again ?? []) this.add(range, now);
      return again || !first || !last ? [] : [{ text, first, last }];
    });
  }

  private recentIn(slices: readonly TextSlice[], now: number): TextSlice[] {
    const recent = this.recent(now);
    return slices.flatMap((slice) =>
      recent.flatMap((range) => {
        const clock = Math.max(range.clock, slice.clock);
        const end = Math.min(range.clock + range.length, slice.clock + slice.length);
        if (range.client !== slice.client || clock >= end) return [];
        const text = slice.text.slice(clock - slice.clock, end - slice.clock);
        return [{ ...slice, clock, length: end - clock, text }];
      }),
    );
  }
}

/** Only the editor writes what its user writes; its binding also tidies up, for whoever caused it. */
function isWritten({ local, origin }: Y.Transaction): boolean {
  return local && origin === ySyncPluginKey;
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
