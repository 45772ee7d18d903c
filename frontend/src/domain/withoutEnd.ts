/**
 * `words` without the characters at its end that match `signs`. A pattern that ends in `+$` asks the same at each place of
 * a long row of such characters inside: 100,000 spaces took four seconds, and others may have written them.
 */
export function withoutEnd(words: string, signs: RegExp): string {
  let end = words.length;
  while (end > 0 && signs.test(words.charAt(end - 1))) end -= 1;
  return words.slice(0, end);
}
