import * as Y from 'yjs';

const ATTRIBUTES = new Set(['kind', 'level', 'indent']);
const MARKS = new Set(['bold', 'italic', 'link']);

/**
 * Whether this page knows everything in `type`: the body, one block, or one text.
 *
 * A newer page may write content that this one does not know. The editor would delete it for everybody, so such a
 * part is shown as plain text until the page is reloaded.
 */
export function isKnownContent(type: unknown): boolean {
  if (type instanceof Y.XmlText) return isKnownText(type);
  if (type instanceof Y.XmlElement) return isKnownElement(type);
  if (type instanceof Y.XmlFragment) return type.toArray().every(isKnownBlock);
  return true;
}

export function isKnownBlock(child: unknown): boolean {
  return child instanceof Y.XmlElement && child.nodeName === 'block' && isKnownElement(child);
}

function isKnownElement(element: Y.XmlElement): boolean {
  if (element.nodeName === 'hardBreak') return element.length === 0;
  const attributes = Object.keys(element.getAttributes());
  return (
    element.nodeName === 'block' &&
    attributes.every((name) => ATTRIBUTES.has(name)) &&
    element.toArray().every(isKnownInline)
  );
}

function isKnownInline(child: unknown): boolean {
  if (child instanceof Y.XmlText) return isKnownText(child);
  return child instanceof Y.XmlElement && child.nodeName === 'hardBreak' && child.length === 0;
}

function isKnownText(text: Y.XmlText): boolean {
  return (text.toDelta() as { insert: unknown; attributes?: object }[]).every(
    ({ insert, attributes }) =>
      typeof insert === 'string' && Object.keys(attributes ?? {}).every((name) => MARKS.has(name)),
  );
}
