import type { Level } from '../../../domain/types';

/** An end is chosen, and not yet on which day. */
export const UNSET = 'unset';

/** The content of one cell, signed or about to be. */
export interface LevelState {
  level: Level;
  /** The level after signing; null if it is unchanged. */
  next: Level | null;
  /** The end of what is signed. */
  until: string | null;
  /** The end that is chosen: an ISO day, `unset` before a day is chosen, null for none. */
  nextUntil: string | null;
  /** The proposed level, if nothing has been signed. */
  proposed: Level | null;
  /** May edit as the creator of the part, without a signed decision. */
  creator: boolean;
  /** Of all parts of a kind: the parts that are there have other levels. */
  mixed?: boolean;
}

/** One level to choose, in a table or in a list. */
export interface Choice {
  level: Level;
  /** `level` is that of parts to come; those that are there have others. */
  mixed: boolean;
  /** The level that is proposed, where nothing has been signed. */
  proposed: Level | null;
  /** The full label: not every screen reader announces the table's headers. */
  label: string;
  /** The id of what is said below the choice. */
  note: string | undefined;
  /** The highest level that may be chosen; `none`: nothing may. */
  most: Level;
  onChoose: (level: Level, dated: boolean) => void;
}
