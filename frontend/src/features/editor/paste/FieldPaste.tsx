import { useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { type Brought, isTextField } from './brought';
import { pasteHeld, pasteIntoField } from './fields';
import type { PasteNews } from './news';
import { PasteNotice } from './PasteNotice';

interface FieldPasteProps {
  /** Hand over, once, what was pasted before this script had come. */
  takeHeld?: () => Brought[];
}

/** Pastes into every plain text field of the page: what HTML means is written in words there too. */
export function FieldPaste({ takeHeld }: FieldPasteProps) {
  const [news, setNews] = useState<PasteNews | null>(null);
  const host = useHost();
  useEffect(() => {
    const paste = (event: ClipboardEvent | DragEvent) => {
      const said = pasteIntoField(event);
      if (said !== undefined) setNews(said);
    };
    document.addEventListener('paste', paste, true);
    document.addEventListener('drop', paste, true);
    return () => {
      document.removeEventListener('paste', paste, true);
      document.removeEventListener('drop', paste, true);
    };
  }, []);
  useEffect(() => {
    for (const held of takeHeld?.() ?? []) setNews(pasteHeld(held));
  }, [takeHeld]);
  useEffect(() => {
    // What was said of one field is not said of the next, nor of a field that is gone.
    const look = ({ target }: FocusEvent) => isTextField(target) && setNews((said) => saidOf(said, target));
    document.addEventListener('focusin', look);
    return () => document.removeEventListener('focusin', look);
  }, []);
  const close = () => setNews(null);
  return createPortal(<PasteNotice news={news} ofField onClose={close} onTakenBack={close} />, host);
}

const saidOf = (news: PasteNews | null, field: Element) => (news?.field === field ? news : null);

/** Where the notice stands: in the open dialog if the field is in one, since nothing behind it can be seen or pressed. */
function useHost(): Element {
  const [host, setHost] = useState(hostOf(document.activeElement));
  useEffect(() => {
    const look = ({ target }: FocusEvent) => setHost(hostOf(target));
    document.addEventListener('focusin', look);
    return () => document.removeEventListener('focusin', look);
  }, []);
  return host.isConnected ? host : document.body;
}

function hostOf(target: EventTarget | null): Element {
  return (target instanceof Element && target.closest('dialog[open]')) || document.body;
}
