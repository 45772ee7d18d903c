/** What a suggestion changes: `taken` and `given` differ, what stands before and after them stays. */
export interface Difference {
  before: string;
  taken: string;
  given: string;
  after: string;
}

/** A place where one word ends, so that whole words are struck and marked and not letters of them. */
const EDGE = /\s/u;

/** The length of what two texts begin with alike, in whole words. */
function alike(one: readonly string[], other: readonly string[]): number {
  let length = 0;
  while (length < one.length && length < other.length && one[length] === other[length]) length += 1;
  const ends = (letters: readonly string[]) => length === letters.length || EDGE.test(letters[length] ?? '');
  while (length > 0 && !(ends(one) && ends(other)) && !EDGE.test(one[length - 1] ?? '')) length -= 1;
  return length;
}

/** What differs between two texts, in whole words. */
export function differenceOf(old: string, replacement: string): Difference {
  const [from, to] = [[...old], [...replacement]];
  const start = alike(from, to);
  const end = alike(from.slice(start).reverse(), to.slice(start).reverse());
  return {
    before: from.slice(0, start).join(''),
    taken: from.slice(start, from.length - end).join(''),
    given: to.slice(start, to.length - end).join(''),
    after: from.slice(from.length - end).join(''),
  };
}

/** A word whatever is written about it, so that it is known with another comma behind it. */
function bare(word: string): string {
  return word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '') || word;
}

/** The words that are in `replacement` and not in `old`: not those that were moved, or that stand between two changes. */
export function addedWords(old: string, replacement: string): string {
  const { taken, given } = differenceOf(old, replacement);
  const theirs = new Map<string, number>();
  for (const word of taken.split(/\s+/u)) theirs.set(bare(word), (theirs.get(bare(word)) ?? 0) + 1);
  const own = given.split(/(?<=\s)(?=\S)/u).filter((piece) => {
    const word = bare(piece.trim());
    const left = theirs.get(word) ?? 0;
    theirs.set(word, left - 1);
    return left <= 0;
  });
  return own.join('').trim();
}
