import * as Y from 'yjs';
import { type Squeezed, squeezeDocument } from './squeezed';

/** The part of the flat text that comes from one Y.XmlText. `offset` counts UTF-16 units, as Yjs does. */
interface Run {
  type: Y.XmlText;
  offset: number;
  length: number;
}

/**
 * The text of a part as one string, each run with the Y type it comes from.
 *
 * Blocks are separated by one line break and a hard break counts as one, so that an offset maps to an
 * editor position by counting block edges only.
 */
export interface FlatText {
  text: string;
  runs: Run[];
  ofType: ReadonlyMap<unknown, Run>;
  squeezed: Squeezed;
}

/** The text of all inserts (formatting splits them); an embed counts as one character. */
function textOf(type: Y.XmlText): string {
  let words = '';
  for (const op of type.toDelta() as { insert?: unknown }[]) {
    words += typeof op.insert === 'string' ? op.insert : '\uFFFC';
  }
  return words;
}

/** Read the flat text of `body`. Cost: linear in the size of the part, so callers throttle it. */
export function readFlatText(body: Y.XmlFragment): FlatText {
  const runs: Run[] = [];
  let text = '';
  body.toArray().forEach((block, index) => {
    if (index > 0) text += '\n';
    if (!(block instanceof Y.XmlElement)) return;
    for (const child of block.toArray()) {
      if (!(child instanceof Y.XmlText)) {
        text += '\n';
        continue;
      }
      const words = textOf(child);
      runs.push({ type: child, offset: text.length, length: words.length });
      text += words;
    }
  });
  return { text, runs, ofType: new Map(runs.map((run) => [run.type, run])), squeezed: squeezeDocument(text) };
}

/** The flat-text offset of `index` in `type`; null when the type is no longer in the part. */
export function offsetOf(flat: FlatText, type: unknown, index: number): number | null {
  const run = flat.ofType.get(type);
  return run ? run.offset + Math.min(index, run.length) : null;
}

/** The run that contains the character at `offset`; null on a break between blocks. */
export function runAt({ runs }: FlatText, offset: number): Run | null {
  // The last run that begins at or before the offset and is not empty: empty ones share their offset with the next.
  let first = 0;
  let end = runs.length;
  while (first < end) {
    const middle = (first + end) >> 1;
    if ((runs[middle]?.offset ?? 0) <= offset) first = middle + 1;
    else end = middle;
  }
  const run = runs[first - 1];
  return run && offset < run.offset + run.length ? run : null;
}
