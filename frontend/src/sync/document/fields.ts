import * as Y from 'yjs';

/** The values of a part's fields as strings (text, choice or ISO date); unset fields are missing. */
export type Fields = Readonly<Record<string, string>>;

export const NO_FIELDS: Fields = {};

/** Call `show` with the fields of `doc` now and after each change; returns the unsubscribe function. */
export function watchFields(doc: Y.Doc, show: (fields: Fields) => void): () => void {
  const map = doc.getMap('fields');
  const update = () => show(readFields(map));
  map.observeDeep(update);
  update();
  return () => map.unobserveDeep(update);
}

/** The fields of `doc` as they are now. */
export function fieldsOf(doc: Y.Doc): Fields {
  return readFields(doc.getMap('fields'));
}

function readFields(map: Y.Map<unknown>): Fields {
  const fields: Record<string, string> = {};
  for (const [name, value] of map.entries()) {
    if (value instanceof Y.Text) fields[name] = value.toString();
    else if (typeof value === 'string' && value !== '') fields[name] = value;
  }
  return fields;
}

/** The shared text of the field `name`, which the server created with the part. */
export function textField(doc: Y.Doc | null, name: string): Y.Text | null {
  const value = doc?.getMap('fields').get(name);
  return value instanceof Y.Text ? value : null;
}

/** Write a choice or a date; an empty value deletes the field. The last writer wins. */
export function writeScalar(doc: Y.Doc, name: string, value: string): void {
  const map = doc.getMap('fields');
  if ((map.get(name) ?? '') === value) return;
  if (value === '') map.delete(name);
  else map.set(name, value);
}
