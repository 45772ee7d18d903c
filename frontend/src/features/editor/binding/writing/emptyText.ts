import * as Y from 'yjs';

/**
 * Give each empty block that this transaction made a text, as the server's first blocks have one.
 *
 * Without it two people who begin to write in a new line make a text each. y-tiptap makes one of the two while it draws
 * them: one page writes its own words anew, where its undo does not find them any more and takes back something older
 * (findings/undo-takes-an-older-step.sh).
 */
export function giveTexts(body: Y.XmlFragment, transaction: Y.Transaction): void {
  if (!(transaction.changed as ReadonlyMap<unknown, unknown>).has(body)) return;
  for (const block of body.toArray()) {
    if (block instanceof Y.XmlElement && block.length === 0 && madeIn(transaction, block))
      block.insert(0, [new Y.XmlText()]);
  }
}

function madeIn({ beforeState }: Y.Transaction, { _item: item }: Y.XmlElement): boolean {
  return item !== null && item.id.clock >= (beforeState.get(item.id.client) ?? 0);
}
