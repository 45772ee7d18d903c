import { FIELDS, KINDS } from './contract';
import type { Kind } from './types';

export type KindWithFields = keyof typeof FIELDS;

/** What holds of a kind. Of one that a newer server knows and this page does not, nothing does. */
export function factsOf(kind: Kind): Partial<(typeof KINDS)[Kind]> {
  return KINDS[kind] ?? {};
}

export function hasFields(kind: Kind): kind is KindWithFields {
  return kind in FIELDS;
}

/** What people add to a plan by giving it a title, in the order in which they read it. */
export const ADDED_BY_TITLE = (Object.keys(KINDS) as Kind[]).filter((kind) => factsOf(kind).titled);
