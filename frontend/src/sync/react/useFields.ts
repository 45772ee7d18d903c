import { useEffect, useRef, useState } from 'react';
import type * as Y from 'yjs';
import type { PartView } from '../../domain/types';
import { type Fields, watchFields } from '../document/fields';
import { usePlanConnection } from './PlanSync';

/** Live values of one document's fields; null until the document has arrived. */
export function useFields(doc: Y.Doc | null, ready: boolean): Fields | null {
  const [fields, setFields] = useState<Fields | null>(null);
  useEffect(() => {
    setFields(null);
    if (doc && ready) return watchFields(doc, setFields);
  }, [doc, ready]);
  return fields;
}

/** Live fields of several parts at once, by part id, for lists. */
export function useFieldsOf(parts: readonly PartView[]): ReadonlyMap<string, Fields> {
  const connection = usePlanConnection();
  const [all, setAll] = useState<ReadonlyMap<string, Fields>>(new Map());
  const known = useRef(connection);
  // A refetch with the same parts must not reopen their documents.
  const key = JSON.stringify(parts.map((part) => [part.id, part.document]));
  useEffect(() => {
    if (!connection) return;
    const documents = JSON.parse(key) as [string, string][];
    const asked = new Set(documents.map(([part]) => part));
    // What is known of the others stays: where one comes, the page is not empty for a moment.
    const kept = known.current === connection ? (part: string) => asked.has(part) : () => false;
    known.current = connection;
    setAll((before) => (before.size > 0 ? new Map([...before].filter(([part]) => kept(part))) : before));
    const stops = documents.map(([part, document]) => {
      const link = connection.hold(document);
      const show = (fields: Fields) => setAll((before) => new Map(before).set(part, fields));
      let stop = () => {};
      let watched: Y.Doc | null = null;
      const follow = () => {
        const { doc, phase } = link.cell.read();
        // A destroyed copy is unsubscribed at once; a new one is read after the server's state has arrived.
        if (doc === watched || (doc && phase !== 'open')) return;
        stop();
        watched = doc;
        stop = doc ? watchFields(doc, show) : () => {};
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
    };
  }, [connection, key]);
  return all;
}
