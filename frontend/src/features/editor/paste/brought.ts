/** What a paste or a drop brings into a plain text field. Loaded with the page, long before what reads it. */

export type Field = HTMLTextAreaElement | HTMLInputElement;

/** The part of a DataTransfer that is read; that one is empty once its event is over. */
export interface Data {
  getData(type: string): string;
  files: { readonly length: number };
}

export interface Brought {
  field: Field;
  data: Data;
}

/** Undefined where `event` meets no plain text field; null where the browser's own paste of plain words means the same. */
export function broughtBy(event: ClipboardEvent | DragEvent): Brought | null | undefined {
  const { target: field } = event;
  const data = 'clipboardData' in event ? event.clipboardData : event.dataTransfer;
  if (!isTextField(field) || !data) return undefined;
  const [html, text] = [data.getData('text/html'), data.getData('text/plain')];
  if (html === '' && (text !== '' || data.files.length === 0)) return null;
  const kept: Record<string, string> = { 'text/html': html, 'text/plain': text };
  return { field, data: { getData: (type) => kept[type] ?? '', files: { length: data.files.length } } };
}

export function isTextField(target: EventTarget | null): target is Field {
  if (target instanceof HTMLTextAreaElement) return !target.readOnly && !target.disabled;
  if (!(target instanceof HTMLInputElement)) return false;
  return /^(?:text|search)$/.test(target.type) && !target.readOnly && !target.disabled;
}

/** Take `event` from the browser; a drop goes in where the pointer is, if the browser says where that is. */
export function takeOver(event: ClipboardEvent | DragEvent, field: Field): void {
  event.preventDefault();
  if (event.type !== 'drop') return;
  const { clientX, clientY } = event as DragEvent;
  const at = document.caretPositionFromPoint?.(clientX, clientY);
  field.focus();
  if (at?.offsetNode === field) field.setSelectionRange(at.offset, at.offset);
}

/** The words of several lines, as the field has room for them. */
export function asItFits(lines: readonly string[], field: Field): string {
  const isOneLine = field instanceof HTMLInputElement || field.rows === 1;
  return lines.join(isOneLine ? ' / ' : '\n');
}

/** By the browser's own command, which its undo knows, where `field` has the focus; others see it as typing. */
export function write(field: Field, words: string): void {
  const isThere = document.activeElement === field;
  if (
    isThere &&
    (words === '' ? document.execCommand('delete') : document.execCommand('insertText', false, words))
  )
    return;
  field.setRangeText(words, field.selectionStart ?? 0, field.selectionEnd ?? 0, 'end');
  field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertFromPaste' }));
}
