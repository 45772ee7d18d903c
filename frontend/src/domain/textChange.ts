/** What turned one text into another: at `index`, `removed` characters out and `inserted` in. */
export interface TextChange {
  index: number;
  removed: number;
  inserted: string;
}

/**
 * The smallest single change from `before` to `after`. `caret` is where the caret stands in `after`: in a run of equal
 * characters it decides which of them was typed, so that others' words end up on the right side.
 */
export function changeBetween(before: string, after: string, caret: number): TextChange | null {
  if (before === after) return null;
  const tail = commonTail(before, after, Math.max(0, after.length - caret));
  const room = Math.min(before.length, after.length) - tail;
  let index = 0;
  while (index < room && before[index] === after[index]) index += 1;
  const grown =
    index + tail < Math.min(before.length, after.length) ? tail : growTail(before, after, index, tail);
  const [start, end] = wholeCharacters(before, after, index, grown);
  return {
    index: start,
    removed: before.length - start - end,
    inserted: after.slice(start, after.length - end),
  };
}

function commonTail(before: string, after: string, limit: number): number {
  const most = Math.min(before.length, after.length, limit);
  let tail = 0;
  while (tail < most && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  return tail;
}

function growTail(before: string, after: string, index: number, tail: number): number {
  const most = Math.min(before.length, after.length) - index;
  let grown = tail;
  while (grown < most && before.at(-1 - grown) === after.at(-1 - grown)) grown += 1;
  return grown;
}

/** Yjs counts UTF-16 units; half a surrogate pair must never be sent. */
function wholeCharacters(before: string, after: string, start: number, tail: number): [number, number] {
  let index = start;
  let end = tail;
  if (index > 0 && isHighSurrogate(before.charCodeAt(index - 1))) index -= 1;
  if (end > 0 && isLowSurrogate(after.charCodeAt(after.length - end))) end -= 1;
  return [index, end];
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

type Delta = { insert?: unknown; delete?: number; retain?: number }[];

/** Where a caret at `position` stands after somebody else's change: text inserted exactly there comes after it. */
export function caretAfter(position: number, delta: Delta): number {
  let index = 0;
  let caret = position;
  for (const step of delta) {
    if (step.retain !== undefined) index += step.retain;
    else if (typeof step.insert === 'string') {
      if (index < caret) caret += step.insert.length;
      index += step.insert.length;
    } else if (step.delete !== undefined) {
      caret -= Math.max(0, Math.min(step.delete, caret - index));
    }
  }
  return caret;
}
