import { useState } from 'react';
import { isProblem } from './problem';

/**
 * A text that is read and then sent back: as it was first, whatever it becomes meanwhile, until the server refuses it.
 * `refusal`: of the last one that was sent. The new text may come before it or after.
 */
export function useAsRead(text: string, refusal: unknown): string {
  const [read, become] = useState({ text, refusal });
  const refused = refusal !== read.refusal && isProblem(refusal, 'text-changed');
  if (text !== read.text && (refused || !read.text)) become({ text, refusal });
  return read.text;
}
