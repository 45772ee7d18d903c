import * as Y from 'yjs';

/** A range of Yjs ids of one client. */
export interface ClockRange {
  client: number;
  clock: number;
  length: number;
}

/** Text of one Yjs item, or of a part of it. */
export interface TextSlice extends ClockRange {
  text: string;
  item: Y.Item;
}

/** The body text (never of fields) in a range, deleted or not; garbage-collected content has no text. */
function slicesIn(doc: Y.Doc, { client, clock, length }: ClockRange): TextSlice[] {
  const structs = doc.store.clients.get(client) ?? [];
  const end = Math.min(clock + length, Y.getState(doc.store, client));
  const slices: TextSlice[] = [];
  if (clock >= end) return slices;
  for (let index = Y.findIndexSS(structs, clock); index < structs.length; index += 1) {
    const struct = structs[index];
    if (!struct || struct.id.clock >= end) break;
    const slice = struct instanceof Y.Item ? cut(struct, clock, end) : null;
    if (slice) slices.push(slice);
  }
  return slices;
}

function cut(item: Y.Item, from: number, to: number): TextSlice | null {
  if (!(item.content instanceof Y.ContentString) || !(item.parent instanceof Y.XmlText)) return null;
  const clock = Math.max(item.id.clock, from);
  const end = Math.min(item.id.clock + item.length, to);
  const text = item.content.str.slice(clock - item.id.clock, end - item.id.clock);
  return { client: item.id.client, clock, length: end - clock, text, item };
}

/** The text that a transaction inserted, in clock order per client. */
export function insertedIn({ beforeState, afterState, doc }: Y.Transaction): TextSlice[] {
  const inserted: TextSlice[] = [];
  for (const [client, after] of afterState) {
    const clock = beforeState.get(client) ?? 0;
    if (after > clock) inserted.push(...slicesIn(doc, { client, clock, length: after - clock }));
  }
  return inserted.filter(({ item }) => !item.deleted);
}

/** The text that a transaction deleted. Only readable before the clean-up of the transaction collects it. */
export function deletedIn({ deleteSet, doc }: Y.Transaction): TextSlice[] {
  const deleted: TextSlice[] = [];
  for (const [client, ranges] of deleteSet.clients) {
    for (const { clock, len } of ranges) deleted.push(...slicesIn(doc, { client, clock, length: len }));
  }
  return deleted;
}

/** Slices in reading order, grouped when directly adjacent in one text. */
export function inReadingOrder(slices: readonly TextSlice[]): TextSlice[][] {
  const byParent = new Map<unknown, Map<Y.Item, TextSlice[]>>();
  for (const slice of slices) {
    const items = byParent.get(slice.item.parent) ?? new Map<Y.Item, TextSlice[]>();
    byParent.set(slice.item.parent, items);
    items.set(slice.item, [...(items.get(slice.item) ?? []), slice]);
  }
  return [...byParent].flatMap(([parent, items]) => connected(parent as Y.XmlText, items));
}

function connected(parent: Y.XmlText, items: Map<Y.Item, TextSlice[]>): TextSlice[][] {
  const groups: TextSlice[][] = [];
  let group: TextSlice[] = [];
  for (let item = parent._start; item; item = item.right) {
    const own = items.get(item)?.sort((a, b) => a.clock - b.clock);
    // Remaining text in between ends the group.
    if (!own && (item.deleted || !item.countable)) continue;
    if (!own) group = [];
    for (const slice of own ?? []) {
      if (group.length === 0) groups.push(group);
      group.push(slice);
    }
  }
  return groups;
}

/** The texts of the body; never of fields. */
export function* textsIn(doc: Y.Doc): Generator<Y.XmlText> {
  for (const node of doc.getXmlFragment('body').createTreeWalker((node) => node instanceof Y.XmlText)) {
    if (node instanceof Y.XmlText) yield node;
  }
}
