import { type Block, isList, MAX_INDENT } from '../../schema/block';
import { type Label, SPELT, type Spelt } from './meanings';

/** Marks of a run of pasted text. */
export interface Marks {
  bold: boolean;
  italic: boolean;
  href: string | null;
}

export const NO_MARKS: Marks = { bold: false, italic: false, href: null };

export type Inline = ({ text: string } & Marks) | 'break';

/** The number or letter that a list item had where it comes from. */
export interface Marker {
  /** Equal for the items of one list. */
  list: unknown;
  text: string;
}

/** A block to insert; `inline` is never only white space. */
export interface CleanBlock extends Block {
  inline: Inline[];
  marker?: Marker;
  /** A row of a table, with signs between its cells. */
  row?: boolean;
}

type Run = ({ text: string; spelt: readonly Spelt[] } & Marks) | 'break';

export type Shape = Omit<CleanBlock, 'inline'>;

const PLAIN: Shape = { kind: 'paragraph', level: 2, indent: 0 };

/** What stands between two cells of a row, and between what a tab set apart. */
export const BETWEEN = ' | ';

/**
 * Collects text into blocks while a document is traversed. White space is collapsed as in a browser, across element
 * boundaries, and blocks without text are dropped, unless they are `kept`.
 */
export class BlockWriter {
  readonly blocks: CleanBlock[] = [];
  private runs: Run[] = [];
  private shape = PLAIN;
  private begun = false;
  /** What is written before the next words, once there are any. */
  private opening: string[] = [];
  private gap: { by: string; marks: Marks } | null = null;

  constructor(
    private readonly label: Label,
    private readonly kept = false,
  ) {}

  /** Finish the current block and start one of `shape`. */
  begin(shape: Shape = PLAIN, element = false): void {
    this.finish();
    this.shape = { ...shape, indent: Math.min(shape.indent, MAX_INDENT) };
    this.begun = element;
  }

  get isEmpty(): boolean {
    return this.runs.length === 0;
  }

  /** A list item without words yet, or only a tick: the paragraph that follows is what it says. */
  get atItem(): boolean {
    const [only] = this.runs;
    const ticked =
      this.runs.length === 1 && only !== undefined && only !== 'break' && /^[☐☑◉○]$/.test(only.text);
    return ticked || (this.isEmpty && isList(this.shape.kind));
  }

  get endsInDigit(): boolean {
    return /\d/.test(this.end.slice(-1));
  }

  get endsRaised(): boolean {
    return /[⁰¹²³⁴-⁹]/.test(this.end.slice(-1));
  }

  private get end(): string {
    const last = this.runs.at(-1);
    return last === undefined || last === 'break' || this.gap !== null ? '' : last.text;
  }

  words(raw: string, marks: Marks, spelt: readonly Spelt[] = [], spaces = false): void {
    const text = spaces ? withoutFilling(raw) : collapse(raw);
    // A single space at an edge stands between two runs; in the words of one it would stand inside the brackets.
    const before = /^ (?! )/.test(text);
    const after = /(?<! ) $/.test(text);
    const words = text.slice(before ? 1 : 0, after ? -1 : undefined);
    if (before) this.apart(' ', marks);
    if (words !== '') {
      this.fillGap(marks, spelt);
      if (this.opening.length > 0) this.add(this.opening.splice(0).join(''), NO_MARKS, spelt);
      this.add(words, marks, spelt);
    }
    if (after) this.apart(' ', marks);
  }

  private fillGap(marks: Marks, spelt: readonly Spelt[]): void {
    const { gap } = this;
    this.gap = null;
    if (gap === null || this.runs.length === 0 || this.end === '' || this.end.endsWith(' ')) return;
    const last = this.runs.at(-1);
    const shared = last === undefined || last === 'break' || gap.by !== ' ' ? [] : common(last.spelt, spelt);
    const linked = last !== undefined && last !== 'break' && last.href === marks.href ? marks.href : null;
    this.add(gap.by, gap.by === ' ' ? { ...gap.marks, href: linked } : NO_MARKS, shared);
  }

  /** The words that follow stand apart from those before: by a space, or as in another column. */
  apart(by: ' ' | typeof BETWEEN = ' ', marks: Marks = NO_MARKS): void {
    if (this.gap === null || by !== ' ') this.gap = { by, marks };
  }

  lineBreak(): void {
    this.gap = null;
    // A break at the start of a block, or directly after another block, is only spacing.
    if (this.runs.length > 0) this.runs.push('break');
  }

  open(sign: string): void {
    this.opening.push(sign);
  }

  /** Write `sign` directly behind the words since `open`, if there are any. */
  close(sign: string): void {
    if (this.opening.pop() !== undefined) return;
    const last = this.blocks.at(-1);
    if (this.runs.length > 0) {
      trimEnd(this.runs);
      this.add(sign, NO_MARKS, []);
    } else if (last) last.inline.push({ text: sign, ...NO_MARKS });
  }

  /** A block as it is, after the current one. */
  push(block: CleanBlock): void {
    this.finish();
    this.blocks.push(block);
  }

  finish(): CleanBlock[] {
    trimEnd(this.runs);
    if (this.runs.length > 0 || (this.kept && this.begun)) {
      this.blocks.push({ ...this.shape, inline: spellOut(this.runs, this.label) });
    }
    this.runs = [];
    this.gap = null;
    this.shape = PLAIN;
    this.begun = false;
    return this.blocks;
  }

  private add(text: string, { bold, italic, href }: Marks, spelt: readonly Spelt[]): void {
    const last = this.runs.at(-1);
    if (last && last !== 'break' && sameMarks(last, { bold, italic, href }) && same(last.spelt, spelt)) {
      last.text += text;
    } else this.runs.push({ text, bold, italic, href, spelt });
  }
}

/** Word and browsers use no-break spaces as filling; they are kept only between digits (1 000). */
function collapse(raw: string): string {
  return withoutFilling(raw).replace(/[ \t\r\n\f\v]+/g, ' ');
}

function withoutFilling(raw: string): string {
  return raw
    .replace(/\u00a0/g, (space, at: number) => (isNumber(raw[at - 1]) && isNumber(raw[at + 1]) ? space : ' '))
    .replace(/[\u200b\ufeff\u00ad]/g, '');
}

function isNumber(character: string | undefined): boolean {
  return character !== undefined && character >= '0' && character <= '9';
}

function sameMarks(a: Marks, b: Marks): boolean {
  return a.bold === b.bold && a.italic === b.italic && a.href === b.href;
}

const same = (a: readonly Spelt[], b: readonly Spelt[]) => a.join() === b.join();

function common(a: readonly Spelt[], b: readonly Spelt[]): readonly Spelt[] {
  return a.filter((meaning) => b.includes(meaning));
}

function trimEnd(runs: Run[]): void {
  for (let last = runs.at(-1); last !== undefined; last = runs.at(-1)) {
    if (last !== 'break') {
      last.text = last.text.trimEnd();
      if (last.text !== '') return;
    }
    runs.pop();
  }
}

/** Runs with the meanings that a part cannot show in brackets: `[struck out: Ritalin] Melatonin`. */
function spellOut(runs: readonly Run[], label: Label): Inline[] {
  const inline: Inline[] = [];
  const add = (text: string, marks: Marks) => {
    const last = inline.at(-1);
    if (last && last !== 'break' && sameMarks(last, marks)) last.text += text;
    else inline.push({ text, bold: marks.bold, italic: marks.italic, href: marks.href });
  };
  let open: Spelt[] = [];
  const to = (wanted: readonly Spelt[]) => {
    const kept = open.findIndex((meaning) => !wanted.includes(meaning));
    const closing = kept < 0 ? 0 : open.length - kept;
    for (let left = closing; left > 0; left -= 1) add(']', NO_MARKS);
    open = open.slice(0, open.length - closing);
    for (const meaning of SPELT.filter((each) => wanted.includes(each) && !open.includes(each))) {
      add(`[${label(meaning)}: `, NO_MARKS);
      open.push(meaning);
    }
  };
  for (const run of runs) {
    to(run === 'break' ? [] : run.spelt);
    if (run === 'break') inline.push('break');
    else add(run.text, run);
  }
  to([]);
  return inline;
}
