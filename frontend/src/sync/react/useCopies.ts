import { useEffect, useRef, useState } from 'react';
import type { PartView } from '../../domain/types';
import type { PlanConnection } from '../connection/planConnection';
import { type Line, linesOf } from '../content/lines';
import { type Fields, fieldsOf } from '../document/fields';
import { usePlanConnection } from './PlanSync';

/** What stands in a part, as it was when it was opened; null: it could not be opened. */
export type PartCopy = { fields: Fields; lines: Line[] } | null;

/** A socket may have 200 documents open, and this page has others too. */
const AT_ONCE = 20;

/**
 * Open each of these parts once, some at a time, and keep what stands in it; each is an ordinary opening, which the log
 * of readings has. The result grows until it has all of them. A part that is no longer among them is forgotten.
 */
export function useCopies(parts: readonly PartView[]): ReadonlyMap<string, PartCopy> {
  const connection = usePlanConnection();
  const [copies, setCopies] = useState<ReadonlyMap<string, PartCopy>>(new Map());
  const latest = useRef(copies);
  const key = JSON.stringify(parts.map((part) => [part.id, part.document]));
  useEffect(() => {
    if (!connection) return;
    const wanted = JSON.parse(key) as [string, string][];
    const change = (next: Iterable<[string, PartCopy]>) => {
      latest.current = new Map(next);
      setCopies(latest.current);
    };
    const kept = new Set(wanted.map(([part]) => part));
    change([...latest.current].filter(([part]) => kept.has(part)));
    const missing = wanted.filter(([part]) => !latest.current.has(part));
    return openAll(connection, missing, (part, copy) => change([...latest.current, [part, copy]]));
  }, [connection, key]);
  return copies;
}

function openAll(
  connection: PlanConnection,
  waiting: [string, string][],
  show: (part: string, copy: PartCopy) => void,
): () => void {
  const open = new Set<() => void>();
  const next = () => {
    const [first, ...rest] = waiting;
    if (!first) return;
    waiting = rest;
    const [part, document] = first;
    const close = openOnce(connection, document, (copy) => {
      open.delete(close);
      show(part, copy);
      next();
    });
    open.add(close);
  };
  for (let opened = 0; opened < AT_ONCE; opened += 1) next();
  return () => {
    waiting = [];
    for (const close of open) close();
  };
}

/** Call `done` with what stands in a document, later; returns a function that gives it up. */
function openOnce(connection: PlanConnection, document: string, done: (copy: PartCopy) => void): () => void {
  const link = connection.hold(document);
  let closed = false;
  const close = () => {
    closed = true;
    unsubscribe();
    connection.release(document);
  };
  const look = () => {
    const { phase, doc } = link.cell.read();
    if (closed || phase === 'opening') return;
    // Told of just before the document has it. No part is empty: the server made its first content.
    if (phase === 'open' && doc?.store.clients.size === 0) return void doc.once('update', look);
    const copy = phase === 'open' && doc ? { fields: fieldsOf(doc), lines: linesOf(doc) } : null;
    close();
    done(copy);
  };
  const unsubscribe = link.cell.subscribe(look);
  // It may be open already. Only after this function has returned: `done` uses what it returns.
  queueMicrotask(look);
  return close;
}
