import type { BlockKind } from '../../schema/block';
import type { BlockWriter, Marks } from '../reading/blockWriter';
import type { Account, Label, Spelt } from '../reading/meanings';
import type { InertPage } from './inertPage';
import type { SignFont } from './signs';

/** The list that an element is in, and the number its next item has. */
export interface List {
  kind: BlockKind;
  next: number;
  step: 1 | -1;
  /** The kind of its numbers where the source names one. */
  numbers: string | null;
}

/** The plain text of the same clipboard, '' without one, as controls are looked up in it: there may be thousands. */
export class PlainWords {
  readonly squeezed: string;
  readonly lines: ReadonlySet<string>;

  constructor(text: string) {
    this.squeezed = squeezed(text);
    this.lines = new Set(text.split(/\r?\n/).map((line) => line.trim()));
  }
}

export const squeezed = (words: string) => words.replace(/\s+/g, ' ');

/** What an element inherits from those around it. */
export interface Inherited {
  marks: Marks;
  spelt: readonly Spelt[];
  list: List | null;
  depth: number;
  /** Whether line feeds, and spaces, are kept as in `white-space: pre`. */
  lines: boolean;
  spaces: boolean;
  font: SignFont | null;
  /** Colours as written, '' for the one of the page. */
  colour: string;
  background: string;
  /** Shown nowhere, by a style that what is inside may take back. */
  unseen: boolean;
  /** No size: an element inside may have one. */
  sizeless: boolean;
  inLink: boolean;
}

export interface Context extends Inherited {
  page: InertPage;
  writer: BlockWriter;
  account: Account;
  label: Label;
  colours: Set<string>;
  /** How many letters tables may still make up; below 0: none. */
  room: { letters: number };
  plain: PlainWords;
  /** Copied from a part: empty blocks and numbers are ours. */
  own: boolean;
}
