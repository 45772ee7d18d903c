// @vitest-environment jsdom
import '../../../ui/testing/jsdom';
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { changeLocale } from '../../../i18n';
import { there } from '../../../ui/testing/there';
import { FieldPaste } from './FieldPaste';

let unmount: () => void;

beforeEach(async () => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  await changeLocale('nb');
  document.execCommand = () => false;
  document.body.innerHTML =
    '<textarea id="a"></textarea><textarea id="b"></textarea><dialog open><input></dialog><main></main>';
  const root = createRoot(field('main'));
  await act(async () => root.render(<FieldPaste />));
  unmount = () => act(() => root.unmount());
});
afterEach(() => unmount());

function field(selector: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(selector);
  if (!found) throw new Error(`no ${selector}`);
  return found;
}

async function paste(selector: string, html: string) {
  await act(async () => field(selector).focus());
  const event = new Event('paste', { bubbles: true, cancelable: true });
  Object.assign(event, {
    clipboardData: { getData: (type: string) => (type === 'text/html' ? html : 'a'), files: [] },
  });
  await act(async () => field(selector).dispatchEvent(event));
}

const said = () => document.querySelector('[role=status]');

test('what became of a paste is said politely, and no longer of the next field', async () => {
  await paste('#a', '<s>a</s>');
  expect(said()?.textContent).toContain('Skrevet med ord eller tegn: overstrøket tekst.');
  await act(async () => field('#b').focus());
  expect(said()?.textContent).toBe('');
});

test('a paste that says the same takes back what was said of the one before', async () => {
  await paste('#a', '<s>a</s>');
  await paste('#a', '<p>a</p>');
  expect(said()?.textContent).toBe('');
});

test('it is said inside the dialog that the field is in, and taken back there', async () => {
  await paste('dialog input', '<s>a</s>');
  expect(said()?.closest('dialog')).not.toBeNull();
  const [back] = said()?.querySelectorAll('button') ?? [];
  await act(async () => there(back).click());
  expect(said()?.textContent).toBe('');
  expect((field('dialog input') as HTMLInputElement).value).toBe('');
});
