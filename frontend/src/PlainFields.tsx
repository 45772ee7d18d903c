import { type ComponentType, useCallback, useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import {
  asItFits,
  type Brought,
  broughtBy,
  type Field,
  isTextField,
  takeOver,
  write,
} from './features/editor/paste/brought';
import { keepWordsInView } from './features/editor/paste/keepInView';
import { useTranslation } from './i18n/useTranslation';
import './features/editor/paste/pasteNotice.css';

/** How long a paste is held for its reader, in milliseconds: whoever waits longer gets the plain words. */
export const HELD_MS = 5_000;

const MODIFIERS = new Set(['Control', 'Meta', 'Shift', 'Alt']);

type Reader = ComponentType<{ takeHeld: () => Brought[] }>;
interface Said {
  key: 'waiting' | 'plain';
  field: Field;
}

const loadReader = () => import('./features/editor/paste/FieldPaste').then((module) => module.FieldPaste);

/**
 * Pastes into the plain text fields of the page. What reads them is loaded when the first field has the focus; a paste
 * that comes before it is held, so that nothing it means is left out in silence.
 */
export function PlainFields({ load = loadReader }: { load?: () => Promise<Reader> }) {
  const [FieldPaste, setFieldPaste] = useState<Reader | null>(null);
  const [said, setSaid] = useState<Said | null>(null);
  const held = useRef<Brought[]>([]);
  const takeHeld = useCallback(() => {
    setSaid((before) => (before?.key === 'waiting' ? null : before));
    return held.current.splice(0);
  }, []);
  useEffect(() => {
    if (FieldPaste) return;
    const stop = new AbortController();
    let late: ReturnType<typeof setTimeout> | undefined;
    const plain = () => {
      clearTimeout(late);
      late = undefined;
      for (const each of held.current.splice(0))
        if (pastePlain(each)) setSaid({ key: 'plain', field: each.field });
    };
    const ask = () =>
      load().then(
        (reader) => stop.signal.aborted || setFieldPaste(() => reader),
        // The next field or paste asks again.
        () => stop.signal.aborted || plain(),
      );
    const look = ({ target }: FocusEvent) => {
      if (!isTextField(target)) return;
      setSaid((before) => (before?.field === target ? before : null));
      void ask();
    };
    const hold = (event: ClipboardEvent | DragEvent) => {
      const brought = broughtBy(event);
      if (!brought) return;
      takeOver(event, brought.field);
      held.current.push(brought);
      setSaid({ key: 'waiting', field: brought.field });
      late ??= setTimeout(plain, HELD_MS);
      void ask();
    };
    // Whatever is done next finds the words there: a form is not sent without them, nor typed past them.
    const settle = ({ type, key }: { type: string; key?: string }) => {
      if (held.current.length > 0 && !(type === 'keydown' && MODIFIERS.has(key ?? ''))) plain();
    };
    const listening = { capture: true, signal: stop.signal };
    for (const next of ['keydown', 'beforeinput', 'focusout', 'pointerdown', 'submit'])
      document.addEventListener(next, settle, listening);
    document.addEventListener('focusin', look, { signal: stop.signal });
    document.addEventListener('paste', hold, listening);
    document.addEventListener('drop', hold, listening);
    return () => {
      stop.abort();
      clearTimeout(late);
    };
  }, [FieldPaste, load]);
  return (
    <>
      {FieldPaste && <FieldPaste takeHeld={takeHeld} />}
      {said && <Notice onClose={() => setSaid(null)} said={said} />}
    </>
  );
}

/** Paste the words as the browser would have; false where the field is gone. */
function pastePlain({ field, data }: Brought): boolean {
  if (!field.isConnected) return false;
  const words = data.getData('text/plain').trimEnd();
  if (words !== '') write(field, asItFits(words.split(/\r?\n/), field));
  return true;
}

/** In the open dialog that the field is in: nothing behind it can be seen or pressed. */
function Notice({ said, onClose }: { said: Said; onClose: () => void }) {
  const { t } = useTranslation();
  const notice = useRef<HTMLDivElement>(null);
  // It grows as it says that only the words came.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => keepWordsInView(notice.current), [said.key]);
  return createPortal(
    <div
      className="paste-notice paste-notice--of-field"
      data-covers-foot
      ref={notice}
      role={said.key === 'plain' ? 'alert' : 'status'}
    >
      <div className="paste-notice__box">
        <p className="paste-notice__words">{t(`paste.${said.key}`)}</p>
        {said.key === 'plain' && (
          // Of the browser: a component of the design system would come with the first load of every page.
          <button
            className="ds-button"
            data-size="sm"
            data-variant="tertiary"
            onClick={onClose}
            type="button"
          >
            {t('close')}
          </button>
        )}
      </div>
    </div>,
    said.field.closest('dialog[open]') ?? document.body,
  );
}
