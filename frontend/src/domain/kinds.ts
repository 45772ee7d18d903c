import { FIELDS, KINDS } from './contract';
import type { Kind } from './types';

export type KindWithFields = keyof typeof FIELDS;

/** The properties of a kind; empty for a kind that only a newer server knows. */
export function factsOf(kind: Kind): Partial<(typeof KINDS)[Kind]> {
  return KINDS[kind] ?? {};
}

export function hasFields(kind: Kind): kind is KindWithFields {
  return kind in FIELDS;
}

/** The kinds that are created with a title, in reading order. */
export const ADDED_BY_TITLE = (Object.keys(KINDS) as Kind[]).filter((kind) => factsOf(kind).titled);
