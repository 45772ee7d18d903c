import type { ReadBlock } from '../schema/readBlocks';
import { commonEnds } from './changedRuns';
import { firstVisiblePoint, type Top } from './place';

/** The letter at `offset` of a block, counted as the page shows it: in UTF-16 units, a line break is one. */
export interface Letter {
  block: number;
  offset: number;
}

/** How many blocks on each side of the first visible one are held, for when that one goes. */
const NEAR = 30;

/** The number of characters by which a letter is found again in words that were written anew. */
const CONTEXT = 24;

/**
 * What is to stay in its place in `text`, which shows `before`, best first: the first visible letter, and should it be
 * gone afterwards, the blocks after it, then those before. Nothing while the beginning of the text is on the screen.
 */
export function topsToKeep(text: HTMLElement, before: readonly ReadBlock[], now: () => ReadBlock[]): Top[] {
  const { height, bottom } = text.getBoundingClientRect();
  if (height > 0 && bottom <= 0)
    return [() => (text.isConnected ? text.getBoundingClientRect().bottom : null)];
  const point = firstVisiblePoint(text);
  const shown = lookingAt(text, now);
  const { elements } = shown();
  if (!point || elements.length !== before.length) return [];
  const found = elements.findIndex((element) => element.getBoundingClientRect().bottom > point.top);
  const first = found < 0 ? elements.length - 1 : found;
  const element = elements[first];
  if (!element || (first === 0 && element.getBoundingClientRect().top >= point.top)) return [];
  const letter = { block: first, offset: found < 0 ? 0 : offsetAt(element, point) };
  const after = before.slice(first, first + NEAR);
  const others = [...after, ...before.slice(Math.max(0, first - NEAR), first).reverse()];
  return [
    () => topOf(shown(), letterAgain(before, now(), letter)),
    ...others.map(
      ({ id }) =>
        () =>
          topOf(shown(), startOf(shown(), id)),
    ),
  ];
}

interface Shown {
  blocks: readonly ReadBlock[];
  elements: HTMLElement[];
  /** By the id of its block. */
  places: ReadonlyMap<string, number>;
}

/** What is on the page of each state of the text: looked for once, as many places are asked for in it. */
function lookingAt(text: HTMLElement, now: () => readonly ReadBlock[]): () => Shown {
  let last: Shown | null = null;
  return () => {
    const blocks = now();
    if (last?.blocks !== blocks) {
      const elements = [...text.querySelectorAll<HTMLElement>(':scope > .block')];
      last = { blocks, elements, places: new Map(blocks.map(({ id }, place) => [id, place])) };
    }
    return last;
  };
}

const startOf = ({ places }: Shown, id: string): Letter | null => {
  const block = places.get(id);
  return block === undefined ? null : { block, offset: 0 };
};

/** Where the same letter is in `after`, or what has taken its place in its block; null when its block is gone too. */
export function letterAgain(
  before: readonly ReadBlock[],
  after: readonly ReadBlock[],
  { block, offset }: Letter,
): Letter | null {
  const was = before[block];
  const same = after.findIndex(({ id }) => id === was?.id);
  const [old, is] = [wordsOf(was), wordsOf(after[same])];
  const { head, tail } = commonEnds(old, is);
  if (same >= 0 && offset < head) return { block: same, offset };
  if (same >= 0 && offset >= old.length - tail)
    return { block: same, offset: offset + is.length - old.length };
  const anew = writtenAnew(before, after, { block, offset });
  return anew ?? (same < 0 ? null : { block: same, offset: head });
}

/** Enter and Backspace between blocks write the words behind them anew, in another block. */
function writtenAnew(
  before: readonly ReadBlock[],
  after: readonly ReadBlock[],
  { block, offset }: Letter,
): Letter | null {
  const [old, is] = [before, after].map((blocks) => blocks.map(wordsOf).join(END) + END) as [string, string];
  const at = before.slice(0, block).reduce((sum, each) => sum + wordsOf(each).length + 1, offset);
  const words = wordsOf(before[block]).slice(offset, offset + CONTEXT);
  const { head, tail } = commonEnds(old, is);
  const kept = at < head ? at : at >= old.length - tail ? at + is.length - old.length : null;
  // The same words outside the change are others, which stood there before.
  const now = kept ?? head + is.slice(head, is.length - tail + CONTEXT).indexOf(words);
  const isWithin = now >= head && now < is.length - tail;
  if (words === '' || !is.startsWith(words, now) || (kept === null && !isWithin)) return null;
  const ahead = is.slice(0, now).split(END);
  return { block: ahead.length - 1, offset: ahead.at(-1)?.length ?? 0 };
}

const END = '\u0002';

const wordsOf = (block: ReadBlock | undefined) => block?.runs.map(({ text }) => text).join('') ?? '';

/** The letter of `element` that is shown at a point; its first where the browser cannot tell. */
function offsetAt(element: HTMLElement, { left, top }: { left: number; top: number }): number {
  const caret = caretFromPoint(left, top);
  if (!caret || !element.contains(caret.node)) return 0;
  const { node, offset } = caret;
  const pieces = piecesOf(element);
  const whole = pieces.findIndex((piece) => node === piece || node.childNodes[offset] === piece);
  const ahead = whole < 0 ? pieces : pieces.slice(0, whole);
  const length = (some: typeof pieces) => some.reduce((sum, piece) => sum + lengthOf(piece), 0);
  // A letter, never the end: what is written there comes before that.
  return Math.max(0, Math.min(length(ahead) + (node instanceof Text ? offset : 0), length(pieces) - 1));
}

function caretFromPoint(left: number, top: number): { node: Node; offset: number } | null {
  const position = document.caretPositionFromPoint?.(left, top);
  if (position) return { node: position.offsetNode, offset: position.offset };
  // Safari before 26.
  const range = document.caretRangeFromPoint?.(left, top);
  return range ? { node: range.startContainer, offset: range.startOffset } : null;
}

/** The texts and line breaks of a block. */
function piecesOf(block: HTMLElement): (Text | HTMLBRElement)[] {
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  const pieces: (Text | HTMLBRElement)[] = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    if (node instanceof Text || node instanceof HTMLBRElement) pieces.push(node);
  return pieces;
}

const lengthOf = (piece: Text | HTMLBRElement) => (piece instanceof Text ? piece.length : 1);

/** How far a letter is from the top of the screen, px. */
function topOf({ elements }: Shown, letter: Letter | null): number | null {
  const block = letter && elements[letter.block];
  if (!block) return null;
  let offset = letter.offset;
  const pieces = piecesOf(block);
  const piece = pieces.find((each) => {
    if (offset < lengthOf(each)) return true;
    offset -= lengthOf(each);
    return false;
  });
  // Behind its last letter.
  const shown = piece ?? pieces.at(-1);
  if (!(shown instanceof Text)) return (shown ?? block).getBoundingClientRect().top;
  const range = document.createRange();
  range.setStart(shown, piece ? offset : Math.max(0, shown.length - 1));
  range.setEnd(shown, piece ? offset + 1 : shown.length);
  return range.getBoundingClientRect().top;
}
