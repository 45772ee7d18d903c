import * as Y from 'yjs';

/** A stretch of the flat text that comes from one Y.XmlText. `offset` counts UTF-16 units, as Yjs does. */
interface Run {
  type: Y.XmlText;
  offset: number;
  length: number;
}

/**
 * The words of a part as one string, each stretch tied to the Y type it comes from.
 *
 * Blocks are separated by one line break and a hard break counts as one, so that an offset maps to an
 * editor position by counting block edges only.
 */
export interface FlatText {
  text: string;
  runs: Run[];
}

/** A link or bold word is several inserts; an embed takes one place although it has no words. */
function wordsOf(type: Y.XmlText): string {
  let words = '';
  for (const op of type.toDelta() as { insert?: unknown }[]) {
    words += typeof op.insert === 'string' ? op.insert : '\uFFFC';
  }
  return words;
}

/** Read the flat text of `body`. Costs the size of the part, so callers wait for a quiet moment. */
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
      const words = wordsOf(child);
      runs.push({ type: child, offset: text.length, length: words.length });
      text += words;
    }
  });
  return { text, runs };
}

/** Where `index` of `type` lies in the flat text; null when the type is no longer part of it. */
export function offsetOf(flat: FlatText, type: unknown, index: number): number | null {
  const run = flat.runs.find((candidate) => candidate.type === type);
  return run ? run.offset + Math.min(index, run.length) : null;
}

/** The run that holds the character at `offset`; null on a break between blocks. */
export function runAt(flat: FlatText, offset: number): Run | null {
  return flat.runs.find((run) => offset >= run.offset && offset < run.offset + run.length) ?? null;
}
