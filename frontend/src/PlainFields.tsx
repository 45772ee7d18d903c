import { type ComponentType, useEffect, useState } from 'react';

/** What reads a paste into the plain text fields of the page, loaded when the first of them has the focus. */
export function PlainFields() {
  const [FieldPaste, setFieldPaste] = useState<ComponentType | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    const look = ({ target }: FocusEvent) => {
      if (!(target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement)) return;
      // Without a line the browser's own paste is what there is; the next field asks again.
      import('./features/editor/paste/FieldPaste').then(
        (module) => {
          if (!stop.signal.aborted) setFieldPaste(() => module.FieldPaste);
        },
        () => undefined,
      );
    };
    document.addEventListener('focusin', look, { signal: stop.signal });
    return () => stop.abort();
  }, []);
  return FieldPaste && <FieldPaste />;
}
