import { useRef } from 'react';
import type * as Y from 'yjs';
import { dayAsTyped } from '../../../domain/readDay';
import { usePlanConnection, writeScalar } from '../../../sync';

interface Writing {
  doc: Y.Doc;
  document: string;
  editable: boolean;
}

/**
 * Writes a field of a part. A control may give away what was typed in it when it goes, and it goes with the right to
 * write, or with the document: what can no longer be written is offered to its writer.
 */
export function useFieldWriting(writing: Writing, name: string): (value: string) => void {
  const connection = usePlanConnection();
  const now = useRef(writing);
  now.current = writing;
  return (value) => {
    const { doc, document, editable } = now.current;
    if (editable && !doc.isDestroyed) writeScalar(doc, name, value);
    else if (value !== '') {
      connection?.refusedTexts.offer({ document, token: 'consent-withdrawn', words: dayAsTyped(value) });
    }
  };
}
