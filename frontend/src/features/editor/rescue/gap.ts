import * as Y from 'yjs';
import type { LostWords } from './recentWords';

/** The characters that stood directly before and after lost words, by their Yjs ids. */
export interface Gap {
  left: Y.ID | null;
  right: Y.ID | null;
}

/** Where the words stood before `transaction`, which deleted them. */
export function gapOf({ first, last }: LostWords, transaction: Y.Transaction): Gap {
  const before = (item: Y.Item | null, step: 'left' | 'right') => {
    let at = item;
    while (at && !stood(at, transaction)) at = at[step];
    return at;
  };
  const starts = first.clock > first.item.id.clock;
  const ends = last.clock + last.length < last.item.id.clock + last.item.length;
  const [left, right] = [before(first.item.left, 'left'), before(last.item.right, 'right')];
  return {
    left: starts ? Y.createID(first.client, first.clock - 1) : (left?.lastId ?? null),
    right: ends ? Y.createID(last.client, last.clock + last.length) : (right?.id ?? null),
  };
}

function stood({ id, deleted, content }: Y.Item, { deleteSet, beforeState }: Y.Transaction): boolean {
  if (!(content instanceof Y.ContentString) || id.clock >= (beforeState.get(id.client) ?? 0)) return false;
  return !deleted || Y.isDeleted(deleteSet, id);
}

/** Insert words; beside another character than they stood beside, with a space where words would run together. */
export function insertIn(text: Y.XmlText, index: number, words: string, gap: Gap): void {
  const [left, right] = [characterAt(text, index - 1), characterAt(text, index)];
  const before =
    !isSame(left?.id, gap.left) && /\S/u.test(left?.sign ?? ' ') && /^\S/u.test(words) ? ' ' : '';
  const after =
    !isSame(right?.id, gap.right) && /[\p{L}\p{N}]/u.test(right?.sign ?? ' ') && /\S$/u.test(words);
  text.insert(index, `${before}${words}${after ? ' ' : ''}`);
}

const isSame = (one: Y.ID | undefined, other: Y.ID | null): boolean =>
  one !== undefined && other !== null && Y.compareIDs(one, other);

function characterAt(text: Y.XmlText, index: number): { id: Y.ID; sign: string } | null {
  let at = index;
  for (let item = index < 0 ? null : text._start; item; item = item.right) {
    if (item.deleted || !(item.content instanceof Y.ContentString)) continue;
    if (at < item.length)
      return { id: Y.createID(item.id.client, item.id.clock + at), sign: item.content.str[at] ?? ' ' };
    at -= item.length;
  }
  return null;
}
