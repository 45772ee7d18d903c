import { type Block, MAX_INDENT } from '../schema/block';

/** Marks of a run of pasted text. */
export interface Marks {
  bold: boolean;
  italic: boolean;
  href: string | null;
}

export const NO_MARKS: Marks = { bold: false, italic: false, href: null };

export type Inline = ({ text: string } & Marks) | 'break';

/** A block to insert; `inline` is never only white space. */
export interface CleanBlock extends Block {
  inline: Inline[];
}

const PLAIN: Block = { kind: 'paragraph', level: 2, indent: 0 };

/**
 * Collects text into blocks while a document is traversed. White space is collapsed as in a browser, across element
 * boundaries, and blocks without text are dropped.
 */
export class BlockWriter {
  readonly blocks: CleanBlock[] = [];
  private inline: Inline[] = [];
  private shape: Block = PLAIN;

  /** Finish the current block and start one of `shape`. */
  begin(shape: Block = PLAIN): void {
    this.finish();
    this.shape = { ...shape, indent: Math.min(shape.indent, MAX_INDENT) };
  }

  get isEmpty(): boolean {
    return this.inline.length === 0;
  }

  words(raw: string, marks: Marks): void {
    let text = collapse(raw);
    const last = this.inline.at(-1);
    if (last === undefined || last === 'break' || last.text.endsWith(' ')) text = text.trimStart();
    if (text === '') return;
    if (last !== undefined && last !== 'break' && sameMarks(last, marks)) last.text += text;
    else this.inline.push({ text, ...marks });
  }

  lineBreak(): void {
    // A break at the start of a block, or directly after another block, is only spacing.
    if (this.inline.length > 0) this.inline.push('break');
  }

  finish(): CleanBlock[] {
    trimEnd(this.inline);
    if (this.inline.length > 0) this.blocks.push({ ...this.shape, inline: this.inline });
    this.inline = [];
    this.shape = PLAIN;
    return this.blocks;
  }
}

/** Word and browsers use no-break spaces as filling; they are kept only between digits (1 000). */
function collapse(raw: string): string {
  return raw
    .replace(/\u00a0/g, (space, at: number) => (isNumber(raw[at - 1]) && isNumber(raw[at + 1]) ? space : ' '))
    .replace(/[\u200b\ufeff\u00ad]/g, '')
    .replace(/[ \t\r\n\f\v]+/g, ' ');
}

function isNumber(character: string | undefined): boolean {
  return character !== undefined && character >= '0' && character <= '9';
}

function sameMarks(a: Marks, b: Marks): boolean {
  return a.bold === b.bold && a.italic === b.italic && a.href === b.href;
}

function trimEnd(inline: Inline[]): void {
  for (let last = inline.at(-1); last !== undefined; last = inline.at(-1)) {
    if (last !== 'break') {
      last.text = last.text.trimEnd();
      if (last.text !== '') return;
    }
    inline.pop();
  }
}
