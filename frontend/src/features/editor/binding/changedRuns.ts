/** A run of items that changed: `before[from..to)` became `after[start..end)`. */
export interface ChangedRun {
  from: number;
  to: number;
  start: number;
  end: number;
}

/** How many items two lists have in common at their beginnings, and at their ends. */
export function commonEnds<T>(before: ArrayLike<T>, after: ArrayLike<T>): { head: number; tail: number } {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head += 1;
  const [last, end] = [before.length - 1, after.length - 1];
  let tail = 0;
  while (tail < shorter - head && before[last - tail] === after[end - tail]) tail += 1;
  return { head, tail };
}

/**
 * The runs in which `after` differs from `before`, from first to last. Items are compared by identity.
 *
 * An item that is in both keeps its place in the order: Yjs never moves one.
 */
export function changedRuns<T>(before: readonly T[], after: readonly T[]): ChangedRun[] {
  // Most changes are few blocks among hundreds: the others are not worth a map.
  const { head, tail } = commonEnds(before, after);
  const [last, end] = [before.length - tail, after.length - tail];
  const places = new Map(before.slice(head, last).map((item, index) => [item, head + index]));
  const runs: ChangedRun[] = [];
  let [from, start] = [head, head];
  const reach = (to: number, until: number) => {
    if (to > from || until > start) runs.push({ from, to, start, end: until });
    [from, start] = [to + 1, until + 1];
  };
  for (const [index, item] of after.slice(head, end).entries()) {
    const place = places.get(item);
    if (place !== undefined && place >= from) reach(place, head + index);
  }
  reach(last, end);
  return runs;
}
