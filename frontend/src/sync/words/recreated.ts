import * as Y from 'yjs';
import { type ClockRange, deletedIn, insertedIn, type TextSlice } from './textSlices';

/** Characters that stand, after a transaction, for others from before it: `to` for `from`, character by character. */
export interface Recreated {
  from: ClockRange;
  to: ClockRange;
}

/** Part of a text is recognised from this length: one letter typed over a word often stands in the word by chance. */
const FOUND_AGAIN = 4;

/** Text of one item, or of a part of it. */
type Run = ClockRange & { text: string; parent: Y.XmlText };

/** The text that a transaction touched, as one line before and after it: block boundaries have no characters. */
interface Lines {
  before: Run[];
  after: Run[];
}

/**
 * Which characters a transaction has only re-created: with a split, a join, a move or an undo, text gets new ids of
 * whoever did it, and stays the text of whoever wrote it.
 *
 * The editor's binding compares texts from the left, so what it inserts is rarely exactly what it deleted: beside
 * equal letters it is rotated, and a pasted or typed text is in one run with the re-created end of the paragraph.
 * Over the whole touched text such a change has a beginning and an end that are the same as before.
 */
export function recreatedIn(transaction: Y.Transaction): Recreated[] {
  if (transaction.origin instanceof Y.UndoManager) return redoneIn(transaction);
  const inserted = insertedIn(transaction);
  const deleted = inserted.length > 0 ? deletedIn(transaction) : [];
  if (deleted.length === 0) return [];
  const { start, middle, end } = comparedLines(transaction, [...inserted, ...deleted]);
  const between = moved(...middle, transaction);
  if (isOnlyOrder(...middle))
    between.push(
      ...ofNobody(
        without(
          middle[1],
          between.map(({ to }) => to),
        ),
        transaction,
      ),
    );
  return [...pair(...start), ...between, ...pair(...end)];
}

/**
 * What a transaction brought, a piece for each text: the words, and which of their characters are new. Beside equal
 * letters the binding writes a pasted word rotated, around letters that stood there.
 */
export function broughtIn(transaction: Y.Transaction): { text: string; inserted: ClockRange[] }[] {
  const [, after] = comparedLines(transaction, [
    ...insertedIn(transaction),
    ...deletedIn(transaction),
  ]).middle;
  return groups(after, () => true).map((piece) => ({
    text: textOf(piece),
    inserted: piece.filter((run) => isNew(transaction, run)),
  }));
}

/** What remains of `slices` without `ranges`. */
export function without<R extends ClockRange & { text?: string }>(
  slices: readonly R[],
  ranges: readonly ClockRange[],
): R[] {
  return ranges.reduce<R[]>((left, range) => left.flatMap((slice) => outside(slice, range)), [...slices]);
}

function outside<R extends ClockRange & { text?: string }>(
  slice: R,
  { client, clock, length }: ClockRange,
): R[] {
  const [start, end] = [slice.clock, slice.clock + slice.length];
  if (client !== slice.client || clock >= end || clock + length <= start) return [slice];
  const part = (from: number, to: number): R => {
    const text = slice.text?.slice(from - start, to - start);
    return { ...slice, clock: from, length: to - from, ...(text !== undefined && { text }) };
  };
  return [part(start, Math.max(start, clock)), part(clock + length, end)].filter((left) => left.length > 0);
}

/** The part of each pair whose `from` lies in `ranges`, with the range it lies in. */
export function recreatedFrom<R extends ClockRange>(
  pairs: readonly Recreated[],
  ranges: readonly R[],
): (Recreated & { range: R })[] {
  return pairs.flatMap(({ from, to }) =>
    ranges.flatMap((range) => {
      const clock = Math.max(from.clock, range.clock);
      const length = Math.min(from.clock + from.length, range.clock + range.length) - clock;
      if (from.client !== range.client || length <= 0) return [];
      const moved = { client: to.client, clock: to.clock + clock - from.clock, length };
      return [{ from: { client: from.client, clock, length }, to: moved, range }];
    }),
  );
}

type Compared = [before: Run[], after: Run[]];

/** The touched text before and after, in what is the same at its start and at its end, and what is between. */
function comparedLines(transaction: Y.Transaction, slices: readonly TextSlice[]) {
  const { before, after } = linesOf(transaction, slices);
  const [was, is] = [textOf(before), textOf(after)];
  const start = sameStart(was, is);
  const end = sameEnd(was, is, start);
  const [wasEnd, isEnd] = [was.length - end, is.length - end];
  return {
    start: [cut(before, 0, start), cut(after, 0, start)] as Compared,
    middle: [cut(before, start, wasEnd), cut(after, start, isEnd)] as Compared,
    end: [cut(before, wasEnd, was.length), cut(after, isEnd, is.length)] as Compared,
  };
}

/** From this length on the same letters in another order are words that were moved, not a word that was mended. */
const MOVED = 8;

/** Whether the letters are the same, in another order: two blocks that change places are written into each other. */
function isOnlyOrder(before: readonly Run[], after: readonly Run[]): boolean {
  const [was, is] = [textOf(before), textOf(after)];
  const within = new Set([...before, ...after].map(({ parent }) => parent)).size === 1;
  if (was.length !== is.length || (within && was.length < MOVED)) return false;
  return [...was].sort().join('') === [...is].sort().join('');
}

/** New characters that nobody wrote now, and of which it is not known whose they were. */
function ofNobody(after: readonly Run[], transaction: Y.Transaction): Recreated[] {
  const written = after.filter((run) => isNew(transaction, run));
  return written.map((run) => ({ from: { client: -1, clock: 0, length: run.length }, to: rangeOf(run) }));
}

/** Text that was moved past other text: a deleted run that stands, whole, in an inserted one, or the reverse. */
function moved(before: Run[], after: Run[], transaction: Y.Transaction): Recreated[] {
  const { deleteSet } = transaction;
  const taken = groups(before, ({ client, clock }) => Y.isDeleted(deleteSet, Y.createID(client, clock)));
  const given = groups(after, (run) => isNew(transaction, run));
  return given.flatMap((runs) => {
    const text = textOf(runs);
    for (const source of taken) {
      const words = textOf(source);
      if (words !== text && Math.min(words.length, text.length) < FOUND_AGAIN) continue;
      const [at, inside] = [words.indexOf(text), text.indexOf(words)];
      if (at >= 0) return pair(cut(source, at, at + text.length), runs);
      if (inside >= 0) return pair(source, cut(runs, inside, inside + words.length));
    }
    return [];
  });
}

/** The runs that are `meant`, those that follow each other in one text together. */
function groups(runs: readonly Run[], meant: (run: Run) => boolean): Run[][] {
  const found: Run[][] = [];
  let group: Run[] = [];
  for (const run of runs) {
    if (group.at(-1)?.parent !== run.parent || !meant(run)) group = [];
    if (!meant(run)) continue;
    if (group.length === 0) found.push(group);
    group.push(run);
  }
  return found;
}

/** Pairs of two lists of runs with the same text; a character that stands for itself is left out. */
function pair(from: readonly Run[], to: readonly Run[]): Recreated[] {
  const pairs: Recreated[] = [];
  const [left, right] = [[...from], [...to]];
  for (let one = left.shift(), other = right.shift(); one && other; ) {
    const length = Math.min(one.length, other.length);
    if (one.client !== other.client || one.clock !== other.clock)
      pairs.push({ from: { ...rangeOf(one), length }, to: { ...rangeOf(other), length } });
    one = one.length > length ? rest(one, length) : left.shift();
    other = other.length > length ? rest(other, length) : right.shift();
  }
  return pairs;
}

const rangeOf = ({ client, clock, length }: Run): ClockRange => ({ client, clock, length });

function rest(run: Run, from: number): Run {
  return { ...run, clock: run.clock + from, length: run.length - from, text: run.text.slice(from) };
}

/** The runs between two offsets. */
function cut(runs: readonly Run[], from: number, to: number): Run[] {
  const found: Run[] = [];
  let at = 0;
  for (const run of runs) {
    const start = Math.max(from - at, 0);
    const end = Math.min(to - at, run.length);
    if (start < end)
      found.push({ ...rest(run, start), length: end - start, text: run.text.slice(start, end) });
    at += run.length;
  }
  return found;
}

const textOf = (runs: readonly Run[]): string => runs.map(({ text }) => text).join('');

function sameStart(one: string, other: string): number {
  const shorter = Math.min(one.length, other.length);
  let at = 0;
  while (at < shorter && one[at] === other[at]) at += 1;
  return at;
}

function sameEnd(one: string, other: string, start: number): number {
  const shorter = Math.min(one.length, other.length) - start;
  let at = 0;
  while (at < shorter && one.at(-1 - at) === other.at(-1 - at)) at += 1;
  return at;
}

function isNew({ beforeState }: Y.Transaction, { client, clock }: ClockRange): boolean {
  return clock >= (beforeState.get(client) ?? 0);
}

function linesOf(transaction: Y.Transaction, slices: readonly TextSlice[]): Lines {
  const lines: Lines = { before: [], after: [] };
  const touched = new Set(slices.map(({ item }) => item.parent as Y.XmlText));
  for (const root of new Set([...touched].map(rootOf))) readInto(lines, root, touched, transaction);
  return lines;
}

type Container = Y.XmlText | Y.XmlFragment;

function rootOf(text: Y.XmlText): Container {
  let root: Container = text;
  while (root._item) root = root._item.parent as Container;
  return root;
}

/** Deleted blocks are read too: their text stood here before. */
function readInto(lines: Lines, type: Container, touched: Set<unknown>, transaction: Y.Transaction) {
  for (let item = type._start; item; item = item.right) {
    if (item.content instanceof Y.ContentType) {
      const inner = item.content.type as Container;
      if (!(inner instanceof Y.XmlText) || touched.has(inner)) readInto(lines, inner, touched, transaction);
    } else if (item.content instanceof Y.ContentString && type instanceof Y.XmlText) {
      const { id, length, content, deleted } = item;
      const run = { client: id.client, clock: id.clock, length, text: content.str, parent: type };
      const gone = deleted && !Y.isDeleted(transaction.deleteSet, id);
      if (!gone && !isNew(transaction, run)) lines.before.push(run);
      if (!deleted) lines.after.push(run);
    }
  }
}

/** Undo and redo copy what was deleted, and the deleted items say where their copies are. */
function redoneIn(transaction: Y.Transaction): Recreated[] {
  const pairs: Recreated[] = [];
  for (const structs of transaction.doc.store.clients.values()) {
    for (const struct of structs) {
      if (!(struct instanceof Y.Item) || !struct.redone || !(struct.content instanceof Y.ContentString))
        continue;
      const to = { ...struct.redone, length: struct.length };
      if (isNew(transaction, to)) pairs.push({ from: { ...struct.id, length: struct.length }, to });
    }
  }
  return pairs;
}
