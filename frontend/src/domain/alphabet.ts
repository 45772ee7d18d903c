/**
 * Names in the order of the Norwegian alphabet, whatever language the page is in: æ, ø and å last, and aa as å
 * (docs/decisions/0032). A browser that has no Norwegian falls back to its own language without a word, and would put
 * Østby among the O's.
 */
const NORWEGIAN = ['nb', 'no', 'da'];
const collator =
  Intl.Collator.supportedLocalesOf(NORWEGIAN).length > 0
    ? new Intl.Collator(NORWEGIAN, { numeric: true })
    : null;

export const inNorwegianOrder: (one: string, other: string) => number =
  collator?.compare ?? byNorwegianLetters;

/** Behind z, in their order. */
const LAST: Record<string, string> = { æ: '{', ä: '{', ø: '|', ö: '|', å: '}' };

/** For browsers that know no Norwegian. */
export function byNorwegianLetters(one: string, other: string): number {
  const [a, b] = [lettersOf(one), lettersOf(other)];
  return a === b ? Number(one > other) - Number(one < other) : a < b ? -1 : 1;
}

function lettersOf(name: string): string {
  const letters = name.normalize('NFC').toLowerCase().replaceAll('aa', 'å');
  return withoutMarks(letters.replace(/[æäøöå]/gu, (letter) => LAST[letter] ?? letter));
}

/** Whether `name` holds each of the words that were typed, however their letters are written: Åse, Aase, ase. */
export function holds(name: string, typed: string): boolean {
  const written = plain(name);
  return plain(typed)
    .split(' ')
    .every((word) => written.includes(word));
}

/** The same for a name however it is typed, as the server folds it: Å may be one sign or an A with its ring. */
export function folded(name: string): string {
  return name.normalize('NFC').toLowerCase().trim().split(/\s+/u).join(' ');
}

const PLAIN: Record<string, string> = { æ: 'ae', ø: 'o', å: 'a' };

function plain(text: string): string {
  const letters = folded(text).replace(/[æøå]/gu, (letter) => PLAIN[letter] ?? letter);
  return withoutMarks(letters).replaceAll('aa', 'a');
}

function withoutMarks(letters: string): string {
  return letters.normalize('NFD').replace(/\p{M}/gu, '');
}
