import type { Node } from '@tiptap/pm/model';

/** The range of one thread's quote, as editor positions. */
export interface CommentMark {
  thread: string;
  from: number;
  to: number;
  /** What a suggestion would change of these words; without any words (`from` is `to`) it is an insertion. */
  change?: DrawnChange;
}

/** `taken` characters after the first `skip` are struck, and `given` stands behind them. */
export interface DrawnChange {
  skip: number;
  taken: number;
  given: string;
  /** Instead of words that are given: the field in which they are typed. */
  build?: () => HTMLElement;
}

const OF_THREAD = 'words-of-';

/** The class of a thread's words: an element whose words several threads are about has the class of each. */
export function classOf(thread: string): string {
  return OF_THREAD + thread;
}

/** The first marked words of a thread; null while it has none. */
export function wordsOf(text: Element, thread: string): HTMLElement | null {
  return (text.getElementsByClassName(classOf(thread))[0] as HTMLElement | undefined) ?? null;
}

/** The threads that are about these words. */
export function threadsOn(words: Element): string[] {
  return [...words.classList]
    .filter((name) => name.startsWith(OF_THREAD))
    .map((name) => name.slice(OF_THREAD.length));
}

/** Where each block begins in the flat text, and where one more would; read once for each document. */
const starts = new WeakMap<Node, Uint32Array>();

function startsIn(document: Node): Uint32Array {
  const known = starts.get(document);
  if (known) return known;
  const read = new Uint32Array(document.childCount + 1);
  // Blocks are separated by one line break in the flat text.
  for (const [index, { content }] of document.children.entries())
    read[index + 1] = (read[index] ?? 0) + content.size + 1;
  starts.set(document, read);
  return read;
}

/** The editor position of a flat-text offset: in the first block that reaches it. */
export function positionAt(document: Node, offset: number): number | null {
  const starting = startsIn(document);
  let first = 0;
  let end = document.childCount;
  while (first < end) {
    const middle = (first + end) >> 1;
    if ((starting[middle + 1] ?? 0) <= offset) first = middle + 1;
    else end = middle;
  }
  // Each block has two edges in the editor, and one line break after it in the flat text.
  return first < document.childCount ? offset + first + 1 : null;
}

/** A flat-text range as editor positions; null when the editor does not (yet) contain the same text. */
export function positionsIn(
  document: Node,
  { start, end }: { start: number; end: number },
): Pick<CommentMark, 'from' | 'to'> | null {
  const [from, to] = [positionAt(document, start), positionAt(document, end)];
  return from === null || to === null || from >= to ? null : { from, to };
}

/** Two editor positions as a range of the flat text. */
export function rangeOf(document: Node, from: number, to: number): { start: number; end: number } {
  const offset = (position: number) => position - document.resolve(position).index(0) - 1;
  return { start: offset(from), end: offset(to) };
}
