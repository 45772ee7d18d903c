import { isProblem } from '../../../api';

const KNOWN = [
  'offline',
  'forbidden',
  'not-found',
  'invalid',
  'words-changed',
  'outdated',
  'too-large',
  'limit-reached',
  'too-many-requests',
  'not-signed-in',
] as const;

/** The text key of the reason why it was not done. */
export function failureOf(error: unknown): string {
  const known = isProblem(error) && KNOWN.find((token) => token === error.type);
  return known ? `failed.${known}` : 'failed.other';
}
