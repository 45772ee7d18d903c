/** A run of items that changed: `before[from..to)` became `after[start..end)`. */
export interface ChangedRun {
  from: number;
  to: number;
  start: number;
  end: number;
}

/**
 * The runs in which `after` differs from `before`, from first to last. Items are compared by identity.
 *
 * An item that is in both keeps its place in the order: Yjs never moves one.
 */
export function changedRuns<T>(before: readonly T[], after: readonly T[]): ChangedRun[] {
  const places = new Map(before.map((item, index) => [item, index]));
  const runs: ChangedRun[] = [];
  let [from, start] = [0, 0];
  const reach = (to: number, end: number) => {
    if (to > from || end > start) runs.push({ from, to, start, end });
    [from, start] = [to + 1, end + 1];
  };
  for (const [index, item] of after.entries()) {
    const place = places.get(item);
    if (place !== undefined && place >= from) reach(place, index);
  }
  reach(before.length, after.length);
  return runs;
}
