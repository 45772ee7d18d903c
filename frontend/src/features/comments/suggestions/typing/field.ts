import { THEIRS } from '../../../../i18n/theirWords';
import { allDrafts, onDrafts, setDraft } from '../../threads/drafts';
import { typedOf, withTyped } from './typedDraft';

export interface FieldActs {
  send: () => void;
  discard: () => void;
  /** Take one letter more of the text, before (-1) or behind (1) what is taken already. */
  takeMore: (side: -1 | 1) => void;
}

/** The class of the field in the text in which a suggestion is typed. */
export const FIELD = 'suggesting-field';

/**
 * A field among the words of the text, for those that are suggested there. A real field, with its own caret: input
 * methods and keyboards of phones work in it, and what is typed cannot become part of the document.
 */
export function buildField(key: string, label: string, acts: FieldActs): HTMLElement {
  const box = document.createElement('span');
  box.className = 'suggesting';
  const field = document.createElement('textarea');
  field.className = FIELD;
  field.rows = field.cols = 1;
  field.lang = THEIRS.lang;
  field.setAttribute('aria-label', label);
  const show = () => {
    const draft = allDrafts().get(key);
    const typed = draft ? typedOf(draft) : null;
    if (typed === null) return;
    box.dataset.typed = typed;
    if (field.value !== typed) field.value = typed;
  };
  const stop = onDrafts(() => {
    if (field.isConnected) show();
    else if (!allDrafts().has(key)) stop();
  });
  field.addEventListener('input', () => {
    const draft = allDrafts().get(key);
    if (draft) setDraft(key, withTyped(draft, field.value.replace(/\s*\n\s*/gu, ' ')));
  });
  field.addEventListener('keydown', (event) => onKey(event, field, acts));
  box.append(field);
  show();
  return box;
}

function onKey(event: KeyboardEvent, field: HTMLTextAreaElement, acts: FieldActs): void {
  if (event.isComposing) return;
  const act = {
    Enter: acts.send,
    Escape: acts.discard,
    Backspace: field.value === '' ? () => acts.takeMore(-1) : null,
    Delete: field.value === '' ? () => acts.takeMore(1) : null,
  }[event.key];
  if (!act) return;
  event.preventDefault();
  act();
}
