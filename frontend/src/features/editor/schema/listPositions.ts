import { type Block, isList } from './block';

/** The position of a list block: its number among its siblings, and the run of blocks that is exposed as one list. */
export interface ListPosition {
  run: number;
  number: number;
  size: number;
  level: number;
  marker: string;
}

interface OpenList {
  kind: Block['kind'];
  items: ListPosition[];
}

const BULLETS = ['•', '◦', '▪'] as const;

/**
 * The position of each block in its list, null for a block that is not a list item.
 *
 * A block at indent n ends the lists deeper than n, and the one at n unless it belongs to it. Deeper blocks,
 * including indented paragraphs, do not affect the numbering of the lists above them.
 */
export function listPositions(blocks: readonly Block[]): (ListPosition | null)[] {
  const open: (OpenList | undefined)[] = [];
  const lists = new Set<OpenList>();
  let run = -1;
  let inRun = false;
  const positions = blocks.map((block) => {
    const listed = isList(block.kind);
    open.length = Math.min(open.length, listed ? block.indent + 1 : block.indent);
    if (listed && !inRun) run += 1;
    inRun = listed;
    return listed ? join(open, lists, block, run) : null;
  });
  for (const list of lists) for (const item of list.items) item.size = list.items.length;
  return positions;
}

function join(open: (OpenList | undefined)[], lists: Set<OpenList>, block: Block, run: number): ListPosition {
  const existing = open[block.indent];
  const list = existing?.kind === block.kind ? existing : { kind: block.kind, items: [] };
  open[block.indent] = list;
  lists.add(list);
  const number = list.items.length + 1;
  const position = { run, number, size: 0, level: block.indent + 1, marker: marker(block, number) };
  list.items.push(position);
  return position;
}

/** The marker as printed: numbers, then letters, then roman numerals by depth; three kinds of bullets. */
export function marker(block: Block, number: number): string {
  if (block.kind === 'bullet') return BULLETS[block.indent % BULLETS.length] ?? '•';
  const styles = [String, letters, roman] as const;
  return `${(styles[block.indent % styles.length] ?? String)(number)}.`;
}

function letters(number: number): string {
  const rest = Math.floor((number - 1) / 26);
  return (rest > 0 ? letters(rest) : '') + String.fromCharCode(97 + ((number - 1) % 26));
}

const ROMAN: readonly (readonly [number, string])[] = [
  [1000, 'm'],
  [900, 'cm'],
  [500, 'd'],
  [400, 'cd'],
  [100, 'c'],
  [90, 'xc'],
  [50, 'l'],
  [40, 'xl'],
  [10, 'x'],
  [9, 'ix'],
  [5, 'v'],
  [4, 'iv'],
  [1, 'i'],
];

function roman(number: number): string {
  let rest = number;
  let text = '';
  for (const [value, sign] of ROMAN) {
    while (rest >= value) {
      text += sign;
      rest -= value;
    }
  }
  return text;
}
