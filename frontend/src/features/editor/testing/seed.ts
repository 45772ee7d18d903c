import * as Y from 'yjs';

export interface SeedBlock {
  kind?: string;
  level?: number;
  indent?: number;
  text: string;
}

/** The blocks as one update, as the server creates them. */
export function seedUpdate(seed: SeedBlock[]): Uint8Array {
  const doc = new Y.Doc();
  doc.clientID = 1;
  const blocks = seed.map(({ kind = 'paragraph', level, indent, text }) => {
    const block = new Y.XmlElement('block');
    block.setAttribute('kind', kind);
    // Yjs keeps numbers as they are; its types only know strings.
    if (level !== undefined) block.setAttribute('level', level as unknown as string);
    if (indent !== undefined) block.setAttribute('indent', indent as unknown as string);
    // The server creates a text in an empty block too, so that concurrent first characters share one text.
    block.insert(0, [new Y.XmlText(text)]);
    return block;
  });
  doc.getXmlFragment('body').insert(0, blocks);
  return Y.encodeStateAsUpdate(doc);
}
