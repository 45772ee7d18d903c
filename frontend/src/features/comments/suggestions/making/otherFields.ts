import type * as Y from 'yjs';
import { allDrafts, type Draft, NEW_SUGGESTION, setDraft, waitingFor } from '../../threads/drafts';
import { aboutField } from './FieldChoice';

/** The key of a draft of this reader in this part. */
type KeyOf = (thread: string) => string;

/** Write about another field. What was typed about this one waits, and is there again when it is turned to. */
export function turnTo(keyOf: KeyOf, doc: Y.Doc, draft: Draft, field: string): void {
  if (field === draft.field) return;
  const waiting = allDrafts().get(keyOf(waitingFor(field)));
  if (draft.field !== undefined && draft.text !== draft.original)
    setDraft(keyOf(waitingFor(draft.field)), draft);
  setDraft(keyOf(NEW_SUGGESTION), waiting?.field === field ? waiting : aboutField(doc, field));
  if (waiting?.field === field) setDraft(keyOf(waitingFor(field)), null);
}

/** This one is sent or discarded. What waits takes its place, so that nothing typed is unseen; whether anything does. */
export function endDraft(keyOf: KeyOf): boolean {
  const waits = keyOf(waitingFor(''));
  const [key, draft = null] = [...allDrafts()].find(([each]) => each.startsWith(waits)) ?? [];
  setDraft(keyOf(NEW_SUGGESTION), draft);
  if (key !== undefined) setDraft(key, null);
  return draft !== null;
}
