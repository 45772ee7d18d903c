import type { LifeEvent } from '../../../domain/openapi';

/** What no calendar knows of, so that somebody says it. */
export const TOLD: readonly LifeEvent[] = [
  'changed',
  'move',
  'discharge',
  'qualification-begins',
  'qualification-ends',
  'compulsory-care',
  'care-order',
  'competence-lacking',
  'competence-regained',
  'protected-address',
];
