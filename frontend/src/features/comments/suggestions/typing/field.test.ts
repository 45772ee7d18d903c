// @vitest-environment jsdom
import { afterEach, expect, test, vi } from 'vitest';
import { there } from '../../../../ui/testing/there';
import { allDrafts, draftKey, NEW_SUGGESTION, setDraft } from '../../threads/drafts';
import { buildField } from './field';

const KEY = draftKey('me', 'm', NEW_SUGGESTION);
const acts = { send: vi.fn(), discard: vi.fn(), takeMore: vi.fn() };

afterEach(() => {
  setDraft(KEY, null);
  document.body.replaceChildren();
  vi.clearAllMocks();
});

function typing(text: string): HTMLTextAreaElement {
  setDraft(KEY, { text, quoted: null, original: 'to dager', inText: { skip: 0, taken: 2 } });
  document.body.append(buildField(KEY, 'Ordene du foreslår', acts));
  return there(document.querySelector('textarea'));
}

const press = (field: HTMLElement, key: string) =>
  field.dispatchEvent(new KeyboardEvent('keydown', { key, cancelable: true }));

test('what is typed in the text is the draft of the card, and the other way round', () => {
  const field = typing('tre dager');
  expect(field.value).toBe('tre');
  field.value = 'fire\nfem';
  field.dispatchEvent(new Event('input'));
  expect(allDrafts().get(KEY)?.text).toBe('fire fem dager');
  setDraft(KEY, { ...there(allDrafts().get(KEY)), text: 'ti dager' });
  expect(field.value).toBe('ti');
});

test('Enter sends, Escape discards, and what deletes in an empty field takes more of the text', () => {
  const field = typing('tre dager');
  press(field, 'Backspace');
  expect(acts.takeMore).not.toHaveBeenCalled();
  press(field, 'Enter');
  press(field, 'Escape');
  field.value = '';
  press(field, 'Backspace');
  press(field, 'Delete');
  expect([acts.send.mock.calls.length, acts.discard.mock.calls.length]).toEqual([1, 1]);
  expect(acts.takeMore.mock.calls).toEqual([[-1], [1]]);
});
