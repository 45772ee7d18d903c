import { asItFits, type Brought, broughtBy, type Field, takeOver, write } from './brought';
import { label, type PasteNews } from './news';
import { linesOf } from './reading/lines';
import { readPasted } from './reading/pasted';

/**
 * Paste or drop into a plain text field what is meant: numbers of lists, rows, what is struck out. Where its plain text
 * says the same, the browser does it. Undefined where it is not such a field.
 */
export function pasteIntoField(event: ClipboardEvent | DragEvent): PasteNews | null | undefined {
  const brought = broughtBy(event);
  if (!brought) return brought;
  const { words, account } = read(brought);
  if (account.isSilent && squeezed(words) === squeezed(brought.data.getData('text/plain'))) return null;
  takeOver(event, brought.field);
  return insert(brought);
}

/** Paste what was held until this script had come, where the caret is now. */
export function pasteHeld(held: Brought): PasteNews | null {
  return held.field.isConnected ? insert(held) : null;
}

function read({ field, data }: Brought) {
  const { blocks, account } = readPasted(data, label);
  return { words: asItFits(linesOf(blocks), field), account };
}

function insert(brought: Brought): PasteNews | null {
  const { field } = brought;
  const { words, account } = read(brought);
  // Files alone are no words: what is selected stays.
  if (words === '' && account.leftOut.has('files')) return { account, field, takeBack: null };
  const replaced = field.value.slice(field.selectionStart ?? 0, field.selectionEnd ?? undefined);
  write(field, words);
  return account.isSilent ? null : { account, field, takeBack: () => takeBack(field, words, replaced) };
}

const squeezed = (words: string) => words.replace(/\s+/g, ' ').trim();

/** Put back what the paste replaced, if the words still stand there. */
function takeBack(field: Field, words: string, replaced: string): void {
  const at = field.value.lastIndexOf(words);
  if (!field.isConnected || words === '' || at < 0) return;
  field.focus();
  field.setSelectionRange(at, at + words.length);
  write(field, replaced);
}
