import type { Block, BlockKind, HeadingLevel } from '../schema/block';
import { safeHref } from '../schema/safeHref';
import { BlockWriter, type CleanBlock, type Marks, NO_MARKS } from './cleanBlocks';
import { styleOf, withoutStyles } from './inertStyles';
import { closesMarker, isMarker, opensMarker, wordItem } from './wordLists';

const DROPPED = new Set(
  (
    'script style head title meta link template noscript svg math iframe object embed canvas audio video ' +
    'select textarea input xml img picture map'
  )
    .split(' ')
    .map((name) => name.toUpperCase()),
);

const BLOCKS = new Set(
  (
    'p div section article header footer main aside nav blockquote pre address figure figcaption form fieldset ' +
    'dl dt dd hr table caption thead tbody tfoot tr td th ul ol li h1 h2 h3 h4 h5 h6 details summary center'
  )
    .split(' ')
    .map((name) => name.toUpperCase()),
);

interface Context {
  marks: Marks;
  /** The kind of the enclosing list, and its depth below. */
  list: BlockKind | null;
  depth: number;
  pre: boolean;
}

/**
 * Clean pasted HTML (Word, Google Docs, web pages, our own) to the shape of a part.
 *
 * The HTML is parsed into an inert document, which runs no script and loads nothing; only text, the three marks, links
 * with an allowed scheme, headings and list structure are read from it.
 */
export function cleanHtml(html: string): CleanBlock[] {
  const { body } = new DOMParser().parseFromString(withoutStyles(html), 'text/html');
  const writer = new BlockWriter();
  walkChildren(body, { marks: NO_MARKS, list: null, depth: 0, pre: false }, writer);
  return writer.finish();
}

function walkChildren(parent: Node, context: Context, writer: BlockWriter): void {
  let inMarker = false;
  for (const node of parent.childNodes) {
    if (node.nodeType === Node.COMMENT_NODE) {
      if (opensMarker(node as Comment)) inMarker = true;
      else if (closesMarker(node as Comment)) inMarker = false;
    } else if (inMarker) continue;
    else if (node.nodeType === Node.TEXT_NODE) writeText(node.textContent ?? '', context, writer);
    else if (node.nodeType === Node.ELEMENT_NODE) walkElement(node as HTMLElement, context, writer);
  }
}

function writeText(text: string, context: Context, writer: BlockWriter): void {
  const lines = context.pre ? text.split(/\r?\n/) : [text];
  lines.forEach((line, index) => {
    if (index > 0) writer.lineBreak();
    writer.words(line, context.marks);
  });
}

function walkElement(element: HTMLElement, context: Context, writer: BlockWriter): void {
  if (DROPPED.has(element.tagName.toUpperCase()) || isMarker(element) || isHidden(element)) return;
  if (element.tagName === 'BR') writer.lineBreak();
  else if (element.tagName === 'TR') walkRow(element, context, writer);
  else if (BLOCKS.has(element.tagName)) walkBlock(element, context, writer);
  else walkChildren(element, { ...context, marks: marksOf(element, context.marks) }, writer);
}

function isHidden(element: HTMLElement): boolean {
  const style = styleOf(element);
  return /display:\s*none|mso-hide:\s*all/i.test(style) || element.hasAttribute('hidden');
}

function walkBlock(element: HTMLElement, context: Context, writer: BlockWriter): void {
  const inside = contextInside(element, context);
  const shape = shapeOf(element, context);
  // The paragraph that opens a list item (`<li><p>`) is the item itself.
  if (shape !== null) writer.begin(shape);
  walkChildren(element, inside, writer);
  if (shape !== null || !writer.isEmpty) writer.begin(continuation(context));
}

function contextInside(element: HTMLElement, context: Context): Context {
  const marks = marksOf(element, context.marks);
  const pre = context.pre || element.tagName === 'PRE';
  const list = element.tagName === 'OL' ? 'ordered' : element.tagName === 'UL' ? 'bullet' : null;
  if (list) return { marks, pre, list, depth: context.depth + 1 };
  return { ...context, marks, pre };
}

/** The shape of the block that an element begins; null when it begins none. */
function shapeOf(element: HTMLElement, context: Context): Block | null {
  const heading = /^H([1-6])$/.exec(element.tagName);
  if (heading) return headingShape(Number(heading[1]));
  if (/\bMsoTitle\b/.test(element.className)) return headingShape(1);
  if (element.tagName === 'LI') {
    return { kind: context.list ?? 'bullet', level: 2, indent: Math.max(context.depth - 1, 0) };
  }
  const word = wordItem(element);
  if (word) return { ...word, level: 2 };
  return isFirstInItem(element) ? null : continuation(context);
}

function headingShape(number: number): Block {
  return { kind: 'heading', level: Math.min(number, 3) as HeadingLevel, indent: 0 };
}

/** The shape of further paragraphs of a list item: indented below it, without affecting the numbering. */
function continuation(context: Context): Block {
  return { kind: 'paragraph', level: 2, indent: context.depth };
}

function isFirstInItem(element: Element): boolean {
  const parent = element.parentElement;
  if (!parent || element.tagName === 'UL' || element.tagName === 'OL') return false;
  for (let before = element.previousSibling; before; before = before.previousSibling) {
    if ((before.textContent ?? '').trim() !== '' && before.nodeType !== Node.COMMENT_NODE) return false;
  }
  return parent.tagName === 'LI' || (parent.closest('li') !== null && isFirstInItem(parent));
}

/** A row of short cells becomes one line; in a layout row each paragraph or list item becomes a block. */
function walkRow(row: HTMLElement, context: Context, writer: BlockWriter): void {
  const cells = [...row.children].filter((cell) => (cell.textContent ?? '').trim() !== '');
  if (cells.some((cell) => cell.querySelectorAll('p, div, li, table, h1, h2, h3, h4, h5, h6').length > 1)) {
    walkChildren(row, context, writer);
    return;
  }
  writer.begin(continuation(context));
  cells.forEach((cell, index) => {
    if (index > 0) writer.words(' | ', NO_MARKS);
    walkInline(cell, { ...context, marks: marksOf(cell as HTMLElement, context.marks) }, writer);
  });
  writer.begin(continuation(context));
}

function walkInline(element: Element, context: Context, writer: BlockWriter): void {
  for (const child of element.childNodes) {
    if (child.nodeType === Node.ELEMENT_NODE && BLOCKS.has((child as Element).tagName)) {
      walkInline(child as Element, context, writer);
    } else if (child.nodeType === Node.TEXT_NODE) writeText(child.textContent ?? '', context, writer);
    else if (child.nodeType === Node.ELEMENT_NODE) walkElement(child as HTMLElement, context, writer);
  }
}

function marksOf(element: HTMLElement, outer: Marks): Marks {
  return {
    bold:
      fromStyleOrTag(element, 'font-weight', /^(?:bold|bolder|[6-9]00)$/, ['B', 'STRONG', 'TH']) ??
      outer.bold,
    italic: fromStyleOrTag(element, 'font-style', /^(?:italic|oblique)/, ['I', 'EM', 'CITE']) ?? outer.italic,
    href: hrefOf(element) ?? outer.href,
  };
}

/** A mark from style or tag. Style comes first: Google Docs wraps everything in `<b style="font-weight:normal">`. */
function fromStyleOrTag(element: HTMLElement, property: string, on: RegExp, tags: string[]): boolean | null {
  const style = styleOf(element);
  const value = new RegExp(`(?:^|;)\\s*${property}\\s*:\\s*([^;!]+)`, 'i').exec(style)?.[1]?.trim();
  if (value !== undefined && !/^(?:inherit|initial|unset)$/i.test(value)) return on.test(value.toLowerCase());
  return tags.includes(element.tagName) ? true : null;
}

function hrefOf(element: Element): string | null {
  return element.tagName === 'A' ? safeHref(element.getAttribute('href') ?? '') : null;
}
