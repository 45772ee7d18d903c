import { MAX_INDENT } from '../../schema/block';
import { listPositions } from '../../schema/listPositions';
import { BETWEEN, BlockWriter, type CleanBlock, type Inline, NO_MARKS } from '../reading/blockWriter';
import type { Context } from './context';
import { isHidden } from './hiding';
import { settleNumbers } from './lists';
import { inside } from './looks';

export type Walk = (parent: Element, context: Context) => void;

interface Cell {
  blocks: CleanBlock[];
  inline: Inline[];
  /** The cell of another row or column that stands in this place as well. */
  of: Cell | null;
}

type Row = Cell[];

const EMPTY = '–';
const AS_BESIDE = '〃';
/** Words of a cell that spans several places stand in each, unless they are longer. */
const REPEATED = 80;
/** No place is made up beyond these columns: a few letters of HTML could ask for millions. */
const WIDEST = 64;
/** How many letters what is made up (words in each place of a span, places of short rows) may add to one paste. */
export const MADE_UP = 200_000;
/** A cell with several paragraphs and more letters is a place for a text, not an entry of a table. */
const ROOMY = 400;

const text = (words: string, bold = false): Inline => ({ text: words, ...NO_MARKS, bold });
const isEmpty = ({ inline }: Cell) => inline.length === 0;
const isRoomy = ({ blocks, inline }: Cell) => blocks.length > 1 && lettersOf(inline).length > ROOMY;

/**
 * Write a table a row a line, with a place for every cell, so that nothing comes to stand under another heading. A table
 * that only lays out a page gives its texts one after another.
 */
export function writeTable(table: Element, context: Context, walk: Walk): void {
  const read = readRows(table, context, walk);
  const grid = gridOf(table, read, context);
  const width = grid.reduce((most, row) => Math.max(most, row.length), 0);
  for (const row of grid)
    while (row.length < Math.min(width, WIDEST) && makesUp(context, BETWEEN.length + EMPTY.length))
      row.push(cellOf([]));
  if (context.room.letters < 0) {
    writeCells(read, hiddenColumns(table, context).size > 0, context);
    return;
  }
  const rows = grid.filter((row) => row.some((cell) => !isEmpty(cell)));
  if (width <= 1 || laysOut(table, rows)) {
    for (const { blocks } of rows.flat()) for (const block of blocks) context.writer.push(block);
    return;
  }
  if (rows.length > 0) context.account.written.add('table');
  const names = rows[0]?.map(({ inline }) => lettersOf(inline)) ?? [];
  rows.forEach((row, index) => {
    if (row.some(isRoomy)) writeRoomy(row, index > 0 ? names : [], context);
    else context.writer.push(lineOf(row, context.depth));
  });
}

function laysOut(table: Element, rows: readonly Row[]): boolean {
  const role = table.getAttribute('role');
  return (role === 'presentation' || role === 'none') && rows.flat().some(({ blocks }) => blocks.length > 1);
}

function lineOf(row: Row, depth: number): CleanBlock {
  const [first, ...others] = row;
  // A cell across the whole table is a heading between its rows.
  const shown = others.every(({ of }) => of !== null && of === (first?.of ?? first)) ? row.slice(0, 1) : row;
  const inline = shown.flatMap((cell, column) => [
    ...(column > 0 ? [text(BETWEEN)] : []),
    ...(isEmpty(cell) ? [text(EMPTY)] : cell.inline),
  ]);
  return { kind: 'paragraph', level: 2, indent: Math.min(depth, MAX_INDENT), inline, row: true };
}

/** Cells with whole texts: each below the name of its column. */
function writeRoomy(row: Row, names: readonly string[], { writer, label, depth }: Context): void {
  row.forEach((cell, column) => {
    const name = names[column] || `${label('column')} ${column + 1}`;
    const { inline } = lineOf([cell], depth);
    const block = { kind: 'paragraph', level: 2, indent: Math.min(depth, MAX_INDENT) } as const;
    writer.push({ ...block, inline: [text(`${name}:`, true)] });
    if (cell.blocks.length === 0) writer.push({ ...block, inline });
    for (const each of cell.blocks) writer.push(each);
  });
}

/** Whether `letters` that nobody wrote still have room in this paste. */
function makesUp({ room }: Context, letters: number): boolean {
  if (room.letters >= 0) room.letters -= letters;
  return room.letters >= 0;
}

/** Cells one after another: no columns, so nothing stands in a wrong one. Which column is hidden is not known then. */
function writeCells(read: readonly ReadCell[][], hides: boolean, { writer, account }: Context): void {
  account.written.add('table');
  if (hides) account.leftOut.add('hidden');
  else for (const { cell } of read.flat()) for (const block of cell.blocks) writer.push(block);
}

interface ReadCell {
  element: Element;
  cell: Cell;
}

function readRows(table: Element, context: Context, walk: Walk): ReadCell[][] {
  return rowsOf(table, context).map((row) => {
    const around = inside(row, context);
    return cellsOf(row, context).map((element) => ({
      element,
      cell: cellOf(readCell(element, around, walk)),
    }));
  });
}

/** Where every cell stands, as the rowspans and colspans say. */
function gridOf(table: Element, read: readonly ReadCell[][], context: Context): Row[] {
  const grid: Row[] = read.map(() => []);
  read.forEach((cells, index) => {
    let column = 0;
    for (const { element, cell } of cells) {
      while (grid[index]?.[column]) column += 1;
      const rest = grid.length - index;
      const down = Math.min(span(element, 'rowspan') || rest, rest);
      const across = Math.min(span(element, 'colspan') || 1, WIDEST);
      place(grid, { index, column, down, across }, cell, element, context);
    }
  });
  const hidden = hiddenColumns(table, context);
  return grid.map((row) =>
    Array.from(row, (cell) => cell ?? cellOf([])).filter((cell, column) => {
      if (hidden.has(column) && !isEmpty(cell)) context.account.leftOut.add('hidden');
      return !hidden.has(column);
    }),
  );
}

/** Excel copies hidden columns too, and says so of the columns alone. */
function hiddenColumns(table: Element, context: Context): Set<number> {
  const hidden = new Set<number>();
  let column = 0;
  for (const element of table.querySelectorAll(':scope > col, :scope > colgroup > col')) {
    const until = column + Math.min(Number(element.getAttribute('span')) || 1, WIDEST);
    const gone = isHidden(element, context) || context.page.style(element, 'visibility') === 'collapse';
    for (; column < until; column += 1) if (gone) hidden.add(column);
  }
  return hidden;
}

interface Place {
  index: number;
  column: number;
  down: number;
  across: number;
}

/** Put `cell` in its place, and what stands for it in the others that it covers. Excel lets long words cover empty cells. */
function place(grid: readonly Row[], at: Place, cell: Cell, element: Element, context: Context): void {
  const overflows = context.page.style(element, 'mso-ignore').includes('colspan');
  const repeated = lettersOf(cell.inline).length > REPEATED ? [text(AS_BESIDE)] : cell.inline;
  const inline = overflows || isEmpty(cell) ? [] : repeated;
  const letters = BETWEEN.length + (lettersOf(inline).length || EMPTY.length);
  const first = grid[at.index];
  if (first) first[at.column] = cell;
  const last = Math.min(at.column + at.across, WIDEST);
  for (let index = at.index; index < at.index + at.down && at.column < WIDEST; index += 1) {
    const row = grid[index] ?? [];
    for (let column = at.column; column < last; column += 1) {
      if (row[column]) continue;
      const skipped = Math.max(0, column - row.length) * (BETWEEN.length + EMPTY.length);
      if (!makesUp(context, letters + skipped)) return;
      row[column] = { blocks: [], inline, of: overflows ? null : cell };
    }
  }
}

function span(cell: Element, name: 'rowspan' | 'colspan'): number {
  const value = cell.getAttribute(name);
  return value !== null && /^\d{1,5}$/.test(value.trim()) ? Number(value) : 1;
}

/** Whether an element is a table, or a row, of nothing but rows and cells: what else stands in it would be lost. */
export function isGrid(element: Element, context: Context): boolean {
  if (!isTable(element, context) && !isRow(element, context)) return false;
  return rowsOf(element, context).length > 0 && holdsOnlyCells(element, context);
}

const BESIDE_ROWS = new Set(['caption', 'colgroup', 'col', 'script', 'style', 'template']);

function holdsOnlyCells(element: Element, context: Context): boolean {
  return [...element.childNodes].every((node) => {
    if (node.nodeType !== Node.ELEMENT_NODE)
      return node.nodeType !== Node.TEXT_NODE || node.textContent?.trim() === '';
    const child = node as Element;
    if (isCell(child, context) || BESIDE_ROWS.has(child.localName)) return true;
    return (isRow(child, context) || isGroup(child, context)) && holdsOnlyCells(child, context);
  });
}

function isGroup(element: Element, { page }: Context): boolean {
  const display = page.style(element, 'display');
  return (
    /^(?:thead|tbody|tfoot)$/.test(element.localName) || /^table-(?:row|header|footer)-group$/.test(display)
  );
}

/** The rows of a table, also of one that styles make. */
function rowsOf(table: Element, context: Context): Element[] {
  if (isRow(table, context) || cellsOf(table, context).length > 0) return [table];
  return [...table.children].flatMap((child) => {
    if (isRow(child, context)) return isShown(child, context) ? [child] : [];
    return isGroup(child, context) && isShown(child, context) ? rowsOf(child, context) : [];
  });
}

function cellsOf(row: Element, context: Context): Element[] {
  return [...row.children].filter((child) => isCell(child, context) && isShown(child, context));
}

/** What is hidden is told of; nothing of it is read. */
function isShown(element: Element, context: Context): boolean {
  if (!isHidden(element, context)) return true;
  if (element.textContent.trim() !== '') context.account.leftOut.add('hidden');
  return false;
}

function isTable(element: Element, { page }: Context): boolean {
  return element.localName === 'table' || /^(?:inline-)?table$/.test(page.style(element, 'display'));
}

function isRow(element: Element, { page }: Context): boolean {
  return element.localName === 'tr' || page.style(element, 'display') === 'table-row';
}

function isCell(element: Element, { page }: Context): boolean {
  return /^t[dh]$/.test(element.localName) || page.style(element, 'display') === 'table-cell';
}

function readCell(cell: Element, around: Context, walk: Walk): CleanBlock[] {
  const writer = new BlockWriter(around.label);
  const context = inside(cell, { ...around, writer, list: null, depth: 0 });
  const isHeading = cell.localName === 'th' || cell.parentElement?.parentElement?.localName === 'thead';
  walk(cell, isHeading ? { ...context, marks: { ...context.marks, bold: true } } : context);
  const blocks = writer.finish();
  if (blocks.some(({ kind }) => kind === 'heading')) around.account.leftOut.add('headings');
  if (settleNumbers(blocks)) around.account.written.add('numbers');
  return blocks;
}

function cellOf(blocks: CleanBlock[]): Cell {
  const positions = listPositions(blocks);
  const inline = blocks.flatMap((block, index): Inline[] => {
    const marker = positions[index]?.marker;
    return [
      ...(index > 0 ? [text(' / ')] : []),
      ...(marker ? [text(`${marker} `)] : []),
      ...(block.row ? [text('('), ...block.inline, text(')')] : block.inline).map((part) =>
        inOneLine(part, block.kind === 'heading'),
      ),
    ];
  });
  return { blocks, inline, of: null };
}

function inOneLine(part: Inline, bold: boolean): Inline {
  if (part === 'break') return text(' / ');
  return bold ? { ...part, bold } : part;
}

export function lettersOf(inline: readonly Inline[]): string {
  return inline.map((part) => (part === 'break' ? '\n' : part.text)).join('');
}
