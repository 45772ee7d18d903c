/**
 * What pasted words can mean beyond what a part can show (bold, italic, links, headings, lists).
 *
 * A meaning of `SPELT` is written out in words beside what it is said of, one of `LEFT_OUT` is taken away; both are told
 * to whoever pasted. What neither table names is shown as it is. Nothing is flattened in silence (decisions/0029).
 */
export const SPELT = ['struck', 'deleted', 'inserted', 'raised', 'lowered'] as const;
export type Spelt = (typeof SPELT)[number];

/** Spelt out in signs or lines, where brackets around the words would not do. */
const WRITTEN = ['table', 'numbers', 'formulas'] as const;

export const LEFT_OUT = [
  'comments',
  'hidden',
  'pictures',
  'embedded',
  'passwords',
  'controls',
  'links',
  'underline',
  'colour',
  'direction',
  'headings',
  'depth',
  'signs',
  'files',
] as const;
export type LeftOut = (typeof LEFT_OUT)[number];

export type Written = Spelt | (typeof WRITTEN)[number];

/** What became of the meanings of one paste, for the notice. */
export class Account {
  readonly written = new Set<Written>();
  readonly leftOut = new Set<LeftOut>();

  get isSilent(): boolean {
    return this.written.size === 0 && this.leftOut.size === 0;
  }
}

/** The words that stand in the brackets, in the language of whoever pastes: `[struck out: …]`. */
export type Label = (meaning: Spelt | 'picture' | 'formula' | 'column') => string;
