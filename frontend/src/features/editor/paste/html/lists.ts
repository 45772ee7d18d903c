import { type Block, isList } from '../../schema/block';
import { listPositions, marker } from '../../schema/listPositions';
import { type CleanBlock, type Marker, NO_MARKS } from '../reading/blockWriter';
import type { Context, List } from './context';
import { type WordItem, wordItem } from './wordLists';

/** Which depth of numbers is written in which way where nothing is said of it; the numbers of a part by their depth. */
const KINDS: Record<string, number> = {
  '1': 0,
  decimal: 0,
  a: 1,
  'lower-alpha': 1,
  'lower-latin': 1,
  i: 2,
  'lower-roman': 2,
};

/** The list that `ol` or `ul` begins. */
export function listOf(element: Element, context: Context): List {
  if (element.localName !== 'ol') return { kind: 'bullet', next: 1, step: 1, numbers: null };
  const reversed = element.hasAttribute('reversed');
  const items = [...element.children].filter((child) => child.localName === 'li').length;
  const start = whole(element.getAttribute('start')) ?? (reversed ? items : 1);
  const declared = numbersOf(element, context);
  return { kind: 'ordered', next: start, step: reversed ? -1 : 1, numbers: declared };
}

/** The kind of numbers that a list or an item names. */
function numbersOf(element: Element, { page }: Context): string | null {
  const all = /\b(?:decimal|(?:lower|upper)-(?:alpha|latin|roman))\b/.exec(
    page.style(element, 'list-style'),
  )?.[0];
  return page.style(element, 'list-style-type') || all || element.getAttribute('type');
}

/** The shape of the block that an item of a list begins. */
export function itemShape(element: Element, context: Context): Omit<CleanBlock, 'inline'> {
  const list = context.list ?? { kind: 'bullet', next: 1, step: 1, numbers: null };
  const kind = kindOf(element, list);
  const indent = depthOf(element) ?? Math.max(context.depth - 1, 0);
  const number = whole(element.getAttribute('value')) ?? list.next;
  list.next = number + list.step;
  const shape = { kind, level: 2, indent } as const;
  if (kind !== 'ordered') return shape;
  const declared = numbersOf(element, context);
  return { ...shape, marker: { list, text: `${numeral(number, declared ?? list.numbers, indent)}.` } };
}

/** Quill writes the kind of each item in an attribute. */
function kindOf(element: Element, list: List): Block['kind'] {
  const own = element.getAttribute('data-list');
  if (own === null) return list.kind;
  return own === 'ordered' ? 'ordered' : 'bullet';
}

/** The depth that an item or its list says itself: Word for the web, Slack and Quill do not nest their lists. */
function depthOf(element: Element): number | null {
  const level = whole(element.getAttribute('data-aria-level') ?? element.getAttribute('aria-level'));
  if (level !== null) return Math.max(level - 1, 0);
  const steps =
    element.parentElement?.getAttribute('data-indent') ?? /ql-indent-(\d)/.exec(element.className)?.[1];
  return whole(steps ?? null);
}

function whole(value: string | null): number | null {
  return value !== null && /^-?\d{1,9}$/.test(value.trim()) ? Number(value) : null;
}

function numeral(number: number, kind: string | null, indent: number): string {
  const capital = kind === 'A' || kind === 'I' || (kind?.startsWith('upper-') ?? false);
  const depth =
    kind === null ? indent : (KINDS[kind.replace('upper', 'lower')] ?? KINDS[kind.toLowerCase()] ?? 0);
  const text =
    number < 1 ? String(number) : marker({ kind: 'ordered', level: 2, indent: depth }, number).slice(0, -1);
  return capital ? text.toUpperCase() : text;
}

/** The shape of a paragraph that Word shows as an item. */
export function wordShape(element: Element, context: Context): Omit<CleanBlock, 'inline'> | null {
  const item: WordItem | null = wordItem(element, context.page);
  if (!item) return null;
  const { kind, indent, text, list } = item;
  return { kind, level: 2, indent, ...(kind === 'ordered' && text ? { marker: { list, text } } : {}) };
}

/**
 * Make paragraphs with written numbers of the lists whose numbers a part would show otherwise: those that begin at
 * another number, or count in another way. What is called "step 4" elsewhere stays step 4.
 */
export function settleNumbers(blocks: CleanBlock[]): boolean {
  let written = false;
  // Writing one list out can change the numbers of the next. Rarely more than twice; then all are.
  for (let turn = 0, odd = oddLists(blocks); odd.size > 0; turn += 1, odd = oddLists(blocks)) {
    written = true;
    for (const block of blocks) {
      if (!block.marker || !(odd.has(block.marker.list) || turn > 20)) continue;
      block.inline.unshift({ text: `${block.marker.text} `, ...NO_MARKS });
      block.kind = 'paragraph';
      delete block.marker;
    }
  }
  for (const block of blocks) delete block.marker;
  return written;
}

function oddLists(blocks: readonly CleanBlock[]): Set<unknown> {
  const positions = listPositions(blocks);
  const odd = new Set<unknown>();
  blocks.forEach((block, index) => {
    const shown = positions[index]?.marker;
    if (isList(block.kind) && block.marker && shown !== undefined && differs(shown, block.marker)) {
      odd.add(block.marker.list);
    }
  });
  return odd;
}

/** Signs around a number say nothing: `1)` is `1.`. */
function differs(shown: string, { text }: Marker): boolean {
  return shown.replace(/\.$/, '') !== text.replace(/^\(|[.):]+$/g, '');
}
