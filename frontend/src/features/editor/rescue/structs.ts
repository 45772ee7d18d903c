import * as Y from 'yjs';

/** A run of characters by the ids Yjs gave them. */
export interface Span {
  client: number;
  clock: number;
  length: number;
}

/** A stretch of text with the item it stands in. */
export interface Stretch extends Span {
  text: string;
  item: Y.Item;
}

/** The text of part texts (never of fields) in `span`, deleted or not; what is already collected has none. */
function stretchesIn(doc: Y.Doc, { client, clock, length }: Span): Stretch[] {
  const structs = doc.store.clients.get(client) ?? [];
  const end = Math.min(clock + length, Y.getState(doc.store, client));
  const stretches: Stretch[] = [];
  if (clock >= end) return stretches;
  for (let index = Y.findIndexSS(structs, clock); index < structs.length; index += 1) {
    const struct = structs[index];
    if (!struct || struct.id.clock >= end) break;
    const stretch = struct instanceof Y.Item ? cut(struct, clock, end) : null;
    if (stretch) stretches.push(stretch);
  }
  return stretches;
}

function cut(item: Y.Item, from: number, to: number): Stretch | null {
  if (!(item.content instanceof Y.ContentString) || !(item.parent instanceof Y.XmlText)) return null;
  const clock = Math.max(item.id.clock, from);
  const end = Math.min(item.id.clock + item.length, to);
  const text = item.content.str.slice(clock - item.id.clock, end - item.id.clock);
  return { client: item.id.client, clock, length: end - clock, text, item };
}

/** What a transaction brought in, in the order it was written. */
export function insertedIn({ beforeState, afterState, doc }: Y.Transaction): Stretch[] {
  const inserted: Stretch[] = [];
  for (const [client, after] of afterState) {
    const clock = beforeState.get(client) ?? 0;
    if (after > clock) inserted.push(...stretchesIn(doc, { client, clock, length: after - clock }));
  }
  return inserted.filter(({ item }) => !item.deleted);
}

/** What a transaction took away. Readable only before the transaction's clean-up collects it. */
export function deletedIn({ deleteSet, doc }: Y.Transaction): Stretch[] {
  const deleted: Stretch[] = [];
  for (const [client, ranges] of deleteSet.clients) {
    for (const { clock, len } of ranges) deleted.push(...stretchesIn(doc, { client, clock, length: len }));
  }
  return deleted;
}

/** Stretches of one text in reading order, those that follow each other directly put together. */
export function inReadingOrder(stretches: readonly Stretch[]): Stretch[][] {
  const byParent = new Map<unknown, Map<Y.Item, Stretch[]>>();
  for (const stretch of stretches) {
    const items = byParent.get(stretch.item.parent) ?? new Map<Y.Item, Stretch[]>();
    byParent.set(stretch.item.parent, items);
    items.set(stretch.item, [...(items.get(stretch.item) ?? []), stretch]);
  }
  return [...byParent].flatMap(([parent, items]) => connected(parent as Y.XmlText, items));
}

function connected(parent: Y.XmlText, items: Map<Y.Item, Stretch[]>): Stretch[][] {
  const groups: Stretch[][] = [];
  let group: Stretch[] = [];
  for (let item = parent._start; item; item = item.right) {
    const own = items.get(item)?.sort((a, b) => a.clock - b.clock);
    // A letter that others keep stands between: what follows is another stretch.
    if (!own && (item.deleted || !item.countable)) continue;
    if (!own) group = [];
    for (const stretch of own ?? []) {
      if (group.length === 0) groups.push(group);
      group.push(stretch);
    }
  }
  return groups;
}
