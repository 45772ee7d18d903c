import { useEffect, useState } from 'react';
import * as Y from 'yjs';
import { usePlanConnection } from '..';

/** The values of a part's fields: texts as strings, choices and dates as they are, absent ones missing. */
export type Fields = Readonly<Record<string, string>>;

const NONE: Fields = {};

/** Live values of one document's fields; null until the document has arrived. */
export function useFields(doc: Y.Doc | null, ready: boolean): Fields | null {
  const [fields, setFields] = useState<Fields | null>(null);
  useEffect(() => {
    setFields(null);
    if (doc && ready) return watchFields(doc, setFields);
  }, [doc, ready]);
  return fields;
}

/** Live fields of several parts at once, for lists. `documents` are the parts' documents, keyed by part. */
export function useFieldsOf(documents: ReadonlyMap<string, string>): ReadonlyMap<string, Fields> {
  const connection = usePlanConnection();
  const [all, setAll] = useState<ReadonlyMap<string, Fields>>(new Map());
  const key = JSON.stringify([...documents]);
  useEffect(() => {
    if (!connection) return;
    const parts = JSON.parse(key) as [string, string][];
    const stops = parts.map(([part, document]) => {
      const link = connection.hold(document);
      const show = (fields: Fields) => setAll((before) => new Map(before).set(part, fields));
      let stop = () => {};
      let watched: Y.Doc | null = null;
      const follow = () => {
        const { doc, phase } = link.cell.read();
        if (phase !== 'open' || doc === watched) return;
        stop();
        watched = doc;
        if (doc) stop = watchFields(doc, show);
      };
      const unsubscribe = link.cell.subscribe(follow);
      follow();
      return () => {
        unsubscribe();
        stop();
        connection.release(document);
      };
    });
    return () => {
      for (const stop of stops) stop();
      setAll(new Map());
    };
  }, [connection, key]);
  return all;
}

function watchFields(doc: Y.Doc, show: (fields: Fields) => void): () => void {
  const map = doc.getMap('fields');
  const update = () => show(readFields(map));
  map.observeDeep(update);
  update();
  return () => map.unobserveDeep(update);
}

function readFields(map: Y.Map<unknown>): Fields {
  const fields: Record<string, string> = {};
  for (const [name, value] of map.entries()) {
    if (value instanceof Y.Text) fields[name] = value.toString();
    else if (typeof value === 'string' && value !== '') fields[name] = value;
  }
  return fields;
}

/** The shared text under `name`, which the server made together with the part. */
export function textField(doc: Y.Doc | null, name: string): Y.Text | null {
  const value = doc?.getMap('fields').get(name);
  return value instanceof Y.Text ? value : null;
}

/** Write a choice or a date; an empty one is taken out. The last writer wins. */
export function writeScalar(doc: Y.Doc, name: string, value: string): void {
  const map = doc.getMap('fields');
  if ((map.get(name) ?? '') === value) return;
  if (value === '') map.delete(name);
  else map.set(name, value);
}

export { NONE as NO_FIELDS };
