import { label, type PasteNews } from './news';
import { linesOf } from './reading/lines';
import { readPasted } from './reading/pasted';

type Field = HTMLTextAreaElement | HTMLInputElement;

/**
 * Paste into a plain text field what the clipboard means: numbers of lists, rows, what is struck out. Where its plain
 * text says the same, the browser's own paste does it. Undefined where it is not such a field.
 */
export function pasteIntoField(event: ClipboardEvent): PasteNews | null | undefined {
  const { target: field, clipboardData: data } = event;
  if (!isTextField(field) || data === null) return undefined;
  if (data.getData('text/html') === '') return null;
  const { blocks, account } = readPasted(data, label);
  const words = linesOf(blocks).join(isOneLine(field) ? ' / ' : '\n');
  if (account.isSilent && squeezed(words) === squeezed(data.getData('text/plain'))) return null;
  event.preventDefault();
  const replaced = field.value.slice(field.selectionStart ?? 0, field.selectionEnd ?? undefined);
  write(field, words);
  return account.isSilent ? null : { account, field, takeBack: () => takeBack(field, words, replaced) };
}

export function isTextField(target: EventTarget | null): target is Field {
  if (target instanceof HTMLTextAreaElement) return !target.readOnly && !target.disabled;
  if (!(target instanceof HTMLInputElement)) return false;
  return /^(?:text|search)$/.test(target.type) && !target.readOnly && !target.disabled;
}

const isOneLine = (field: Field) => field instanceof HTMLInputElement || field.rows === 1;

const squeezed = (words: string) => words.replace(/\s+/g, ' ').trim();

/** By the browser's own command, which its undo knows; others see it as typing. */
function write(field: Field, words: string): void {
  field.focus();
  if (words === '' ? document.execCommand('delete') : document.execCommand('insertText', false, words))
    return;
  field.setRangeText(words, field.selectionStart ?? 0, field.selectionEnd ?? 0, 'end');
  field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertFromPaste' }));
}

/** Put back what the paste replaced, if the words still stand there. */
function takeBack(field: Field, words: string, replaced: string): void {
  const at = field.value.lastIndexOf(words);
  if (!field.isConnected || words === '' || at < 0) return;
  field.focus();
  field.setSelectionRange(at, at + words.length);
  write(field, replaced);
}
