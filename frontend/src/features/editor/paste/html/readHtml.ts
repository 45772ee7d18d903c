import { type HeadingLevel, MAX_INDENT } from '../../schema/block';
import { BETWEEN, BlockWriter, type CleanBlock, NO_MARKS, type Shape } from '../reading/blockWriter';
import type { Account, Label } from '../reading/meanings';
import { type Context, PlainWords } from './context';
import { tickOf, writeReplaced } from './controls';
import { isComment, isHidden } from './hiding';
import { InertPage } from './inertPage';
import { itemShape, listOf, settleNumbers, wordShape } from './lists';
import { inside, isUnderlined, losesAddress } from './looks';
import { TICKS } from './signs';
import { isGrid, MADE_UP, writeTable } from './tables';
import { closesMarker, isMarker, opensMarker, wordItem } from './wordLists';
import { beginsFraction, isTab, standsApart, writeText } from './words';

const NOTHING = new Set('script style head title meta link template noscript datalist xml rp'.split(' '));

const BLOCKS = new Set(
  (
    'p div section article header footer main aside nav blockquote pre address figure figcaption form fieldset legend ' +
    'dl dt dd hr table caption thead tbody tfoot tr td th ul ol li h1 h2 h3 h4 h5 h6 details summary center search ' +
    'hgroup menu dialog'
  ).split(' '),
);

const BLOCK_DISPLAY = /^(?:block|flex|grid|list-item|flow-root|table(?:-row|-cell|-caption|-row-group)?)$/;

/** Pages of these programs are white. */
const WHITE_PAGE = /urn:schemas-microsoft-com|class=["']?Mso|docs-internal-guid|content=["']LibreOffice/;

/** Copied here: its spaces and empty paragraphs are meant, and its numbers are ours. */
export const OWN = 'data-samplan';

/**
 * Read pasted HTML (Word, Google Docs, web pages, our own) as blocks of a part. What it means beyond what a part can show
 * is spelt out or left out, and `account` says which (decisions/0029).
 */
export function readHtml(html: string, label: Label, account: Account, plain = ''): CleanBlock[] {
  const page = new InertPage(html);
  const own = page.body.querySelector(`[${OWN}]`) !== null;
  const context: Context = {
    page,
    account,
    label,
    own,
    writer: new BlockWriter(label, own),
    colours: new Set(),
    room: { letters: MADE_UP },
    plain: new PlainWords(plain),
    marks: NO_MARKS,
    spelt: [],
    list: null,
    depth: 0,
    lines: false,
    spaces: own,
    font: null,
    colour: '',
    background: WHITE_PAGE.test(html) ? '#ffffff' : '',
    unseen: false,
    sizeless: false,
    inLink: false,
  };
  walk(page.body, inside(page.body, context));
  const blocks = context.writer.finish();
  if (own) for (const block of blocks) delete block.marker;
  else if (settleNumbers(blocks)) account.written.add('numbers');
  return blocks;
}

function walk(parent: Node, context: Context): void {
  let inMarker = false;
  for (const node of parent.childNodes) {
    if (node.nodeType === Node.COMMENT_NODE) {
      if (opensMarker(node as Comment)) inMarker = true;
      else if (closesMarker(node as Comment)) inMarker = false;
    } else if (inMarker) continue;
    else if (node.nodeType === Node.TEXT_NODE) writeText(node.textContent ?? '', context);
    else if (node.nodeType === Node.ELEMENT_NODE) walkElement(node as Element, context);
  }
}

function walkElement(element: Element, outer: Context): void {
  if (isNothing(element) || isMarker(element, outer.page) || isLeftOut(element, outer)) return;
  if (element.localName === 'br') {
    outer.writer.lineBreak();
    return;
  }
  const context = inside(element, outer);
  if (isUnderlined(element, outer) && element.textContent.trim() !== '')
    context.account.leftOut.add('underline');
  if (losesAddress(element)) context.account.leftOut.add('links');
  if (writeReplaced(element, context)) return;
  if (isGrid(element, context)) walkTable(element, context);
  else if (isBlock(element, context)) walkBlock(element, context, outer);
  else walkInline(element, context, outer);
}

/** What never shows, and the second of two ways in which KaTeX writes a formula. */
function isNothing(element: Element): boolean {
  return NOTHING.has(element.localName) || element.classList.contains('katex-html');
}

/** Comments and what was not to be seen: told of, where there are words. */
function isLeftOut(element: Element, context: Context): boolean {
  const what = isComment(element, context) ? 'comments' : isHidden(element, context) ? 'hidden' : null;
  if (what && (what === 'comments' || element.textContent.trim() !== '')) context.account.leftOut.add(what);
  return what !== null;
}

function isBlock(element: Element, { page }: Context): boolean {
  const display = page.style(element, 'display');
  if (element.localName === 'li' || display === '') return BLOCKS.has(element.localName);
  return (
    BLOCK_DISPLAY.test(display) || (BLOCKS.has(element.localName) && !/^(?:inline|contents)/.test(display))
  );
}

function walkTable(table: Element, context: Context): void {
  context.writer.begin(continuation(context));
  for (const child of table.children) if (child.localName === 'caption') walkElement(child, context);
  writeTable(table, context, walk);
  context.writer.begin(continuation(context));
}

function walkBlock(element: Element, context: Context, outer: Context): void {
  const { writer } = context;
  const shape = shapeOf(element, context);
  // The paragraph that opens a list item (`<li><p>`) is the item itself.
  if (shape.kind !== 'paragraph' || !writer.atItem)
    writer.begin(shape, /^(?:p|h[1-6]|li)$/.test(element.localName));
  writeBefore(element, context);
  const quoted = element.localName === 'blockquote' && !/none/.test(context.page.style(element, 'border'));
  if (quoted) writer.open('«');
  walk(element, contextInside(element, context, shape));
  if (quoted) writer.close('»');
  if (isTurned(element)) context.account.leftOut.add('direction');
  if (!writer.atItem || element.localName === 'li') writer.begin(continuation(outer));
}

/** What a program shows in front of the words of a block. */
function writeBefore(element: Element, { writer, page }: Context): void {
  if (element.localName === 'hr') writer.words('———', NO_MARKS);
  const marker = wordItem(element, page);
  const shown =
    marker && (headingLevel(element, page) !== null || TICKS.test(marker.text))
      ? marker.text
      : tickOf(element);
  if (shown) writer.words(`${shown} `, NO_MARKS);
}

function contextInside(element: Element, context: Context, shape: Shape): Context {
  const marks = shape.kind === 'heading' ? { ...context.marks, bold: false } : context.marks;
  const inItem = context.depth > 0 && headingLevel(element, context.page) !== null;
  const bold = inItem ? { ...marks, bold: true } : marks;
  const deeper = /^(?:ol|ul|menu|dd)$/.test(element.localName) ? 1 : 0;
  const list = /^(?:ol|ul|menu)$/.test(element.localName) ? listOf(element, context) : context.list;
  return { ...context, marks: bold, list, depth: context.depth + deeper };
}

/** The shape of the block that an element begins. */
function shapeOf(element: Element, context: Context): Shape {
  const level = headingLevel(element, context.page);
  if (level !== null && (level > 3 || context.depth > 0)) context.account.leftOut.add('headings');
  const indent = context.own ? Number(element.getAttribute('data-indent')) : 0;
  if (level !== null && context.depth === 0) {
    return { kind: 'heading', level: Math.min(level, 3) as HeadingLevel, indent };
  }
  if (indent > 0) return continuation({ depth: indent });
  const shape = element.localName === 'li' ? itemShape(element, context) : wordShape(element, context);
  if (shape && shape.indent > MAX_INDENT) context.account.leftOut.add('depth');
  return shape ?? continuation(element.localName === 'dd' ? { depth: context.depth + 1 } : context);
}

/** The shape of further paragraphs of a list item: indented below it, without affecting the numbering. */
function continuation({ depth }: Pick<Context, 'depth'>): Shape {
  return { kind: 'paragraph', level: 2, indent: depth };
}

/** The level that a heading has by its tag, its role or as Word writes it; null for what is none. */
function headingLevel(element: Element, page: InertPage): number | null {
  const named =
    /^h([1-6])$/.exec(element.localName)?.[1] ??
    /^[1-9]$/.exec(page.style(element, 'mso-outline-level'))?.[0];
  if (named !== undefined) return Number(named);
  if (element.getAttribute('role') === 'heading') return Number(element.getAttribute('aria-level')) || 2;
  const style = /\bMso(Title|Subtitle)\b/.exec(element.getAttribute('class') ?? '')?.[1];
  return style === undefined ? null : style === 'Title' ? 1 : 2;
}

/** Right to left, where the letters themselves do not say so. */
function isTurned(element: Element): boolean {
  if (element.getAttribute('dir') !== 'rtl') return false;
  const first = /\p{L}/u.exec(element.textContent)?.[0];
  return (
    first !== undefined &&
    !/[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}]/u.test(first)
  );
}

function walkInline(element: Element, context: Context, outer: Context): void {
  const { writer, marks, spelt } = context;
  const name = element.localName;
  const stands = standsApart(element, context);
  if (stands || beginsFraction(element, context, outer)) writer.apart();
  const tick = tickOf(element);
  if (tick) writer.words(`${tick} `, marks, spelt);
  if (isTab(element, context)) {
    writer.apart(BETWEEN);
    return;
  }
  if (name === 'bdo' && element.getAttribute('dir') === 'rtl') context.account.leftOut.add('direction');
  if (name === 'q') writer.open('«');
  if (name === 'rt') writer.words('(', marks, spelt);
  walk(element, context);
  if (name === 'rt') writer.words(')', marks, spelt);
  if (name === 'q') writer.close('»');
  const title = name === 'abbr' ? (element.getAttribute('title') ?? '').trim() : '';
  if (title !== '') writer.words(` (${title})`, marks, spelt);
  if (stands) writer.apart();
}
