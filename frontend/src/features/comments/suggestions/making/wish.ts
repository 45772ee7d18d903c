import type { Draft } from '../../threads/drafts';
import type { SuggestionWish } from '../useSuggestions';

function inOneLine(text: string): string {
  return text.replace(/\s*\n\s*/gu, ' ');
}

/** What is to be sent; null as long as it changes nothing, or its words are not for the reader any more. */
export function wishOf({ text, quoted, field, original = '' }: Draft): SuggestionWish | null {
  // What was not touched is sent by nobody, however many lines it has.
  if (text === original) return null;
  const replacement = field === undefined || field === 'title' ? inOneLine(text) : text;
  if (field !== undefined) return replacement === original ? null : { field, quote: original, replacement };
  if (!quoted || replacement === quoted.quote) return null;
  return { anchor: quoted.anchor, quote: quoted.quote, replacement };
}
