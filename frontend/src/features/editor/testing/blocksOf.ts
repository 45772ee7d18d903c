import * as Y from 'yjs';

export interface LabBlock {
  attributes: object;
  text: string;
}

/** The blocks in the Yjs document, as the server sees them; a hard break is a line feed. */
export function blocksOf(body: Y.XmlFragment): LabBlock[] {
  return (body.toArray() as Y.XmlElement[]).map((block) => ({
    attributes: block.getAttributes(),
    text: block
      .toArray()
      .map((child) => (child instanceof Y.XmlText ? plain(child) : '\n'))
      .join(''),
  }));
}

function plain(text: Y.XmlText): string {
  return (text.toDelta() as { insert: string }[]).map(({ insert }) => insert).join('');
}
