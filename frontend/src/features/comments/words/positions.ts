import type { Node } from '@tiptap/pm/model';

/** The range of one thread's quote, as editor positions. */
export interface CommentMark {
  thread: string;
  from: number;
  to: number;
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

interface BlockStart {
  /** Where the block begins in the flat text, and in the editor. */
  offset: number;
  at: number;
  size: number;
}

/** Read once for each document, however many ranges are looked up in it. */
const blockStarts = new WeakMap<Node, BlockStart[]>();

function blocksOf(document: Node): BlockStart[] {
  const known = blockStarts.get(document);
  if (known) return known;
  const blocks: BlockStart[] = [];
  let offset = 0;
  document.forEach((block, at) => {
    const size = block.content.size;
    blocks.push({ offset, at, size });
    // Blocks are separated by one line break in the flat text.
    offset += size + 1;
  });
  blockStarts.set(document, blocks);
  return blocks;
}

/** The editor position of a flat-text offset: in the first block that reaches it. */
function positionAt(blocks: readonly BlockStart[], offset: number): number | null {
  let first = 0;
  let end = blocks.length;
  while (first < end) {
    const middle = (first + end) >> 1;
    const block = blocks[middle];
    if (block && block.offset + block.size < offset) first = middle + 1;
    else end = middle;
  }
  const block = blocks[first];
  return block ? block.at + 1 + offset - block.offset : null;
}

/** A flat-text range as editor positions; null when the editor does not (yet) contain the same text. */
export function positionsIn(
  document: Node,
  { start, end }: { start: number; end: number },
): Omit<CommentMark, 'thread'> | null {
  const blocks = blocksOf(document);
  const [from, to] = [positionAt(blocks, start), positionAt(blocks, end)];
  return from === null || to === null || from >= to ? null : { from, to };
}

/** Two editor positions as a range of the flat text. */
export function rangeOf(document: Node, from: number, to: number): { start: number; end: number } {
  const offset = (position: number) => position - document.resolve(position).index(0) - 1;
  return { start: offset(from), end: offset(to) };
}
