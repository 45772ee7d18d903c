// @vitest-environment jsdom
import './ui/testing/jsdom';
import { act, type ComponentProps } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FieldPaste } from './features/editor/paste/FieldPaste';
import { changeLocale } from './i18n';
import { HELD_MS, PlainFields } from './PlainFields';
import { there } from './ui/testing/there';

type Load = NonNullable<ComponentProps<typeof PlainFields>['load']>;

const MEANT = 'Før [strøket: Ritalin]';
let unmount = () => {};

beforeEach(async () => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  vi.useFakeTimers();
  await changeLocale('nb');
  document.execCommand = () => false;
  document.body.innerHTML = '<textarea></textarea><input><main></main>';
});
afterEach(() => {
  unmount();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function show(load: Load) {
  const root = createRoot(there(document.querySelector('main')));
  await act(async () => root.render(<PlainFields load={load} />));
  unmount = () => act(() => root.unmount());
}

/** Show the page before the reader has come, and give what lets it come. */
async function showWithout() {
  let come = (_: typeof FieldPaste) => {};
  const coming = new Promise<typeof FieldPaste>((resolve) => {
    come = resolve;
  });
  await show(() => coming);
  return () => act(async () => come(FieldPaste));
}

const field = () => there(document.querySelector('textarea'));
const said = () =>
  [...document.querySelectorAll('[role=status], [role=alert]')].map((each) => each.textContent).join('');

async function bring(kind: 'paste' | 'drop', data: Record<string, string>, files = 0) {
  await act(async () => field().focus());
  field().setRangeText('Før ', 0, field().value.length, 'end');
  const event = new Event(kind, { bubbles: true, cancelable: true });
  const carried = { getData: (type: string) => data[type] ?? '', files: { length: files } };
  Object.assign(event, { [kind === 'paste' ? 'clipboardData' : 'dataTransfer']: carried });
  await act(async () => field().dispatchEvent(event));
  return event.defaultPrevented;
}

const STRUCK = { 'text/html': '<s>Ritalin</s>', 'text/plain': 'Ritalin' };

test.each(['paste', 'drop'] as const)('a %s before its reader has come is held for it', async (kind) => {
  const come = await showWithout();
  expect(await bring(kind, STRUCK)).toBe(true);
  expect(field().value).toBe('Før ');
  expect(said()).toContain('Leser det du limte inn');
  await come();
  expect(field().value).toBe(MEANT);
  expect(said()).toContain('overstrøket tekst');
  expect(said()).not.toContain('Leser');
  await act(async () => vi.advanceTimersByTime(2 * HELD_MS));
  expect(field().value).toBe(MEANT);
  await bring(kind, STRUCK);
  expect(field().value).toBe(MEANT);
});

test('where the reader cannot come, the words go in and what may be missing is said', async () => {
  await show(() => Promise.reject(new Error('offline')));
  expect(await bring('paste', STRUCK)).toBe(true);
  expect(field().value).toBe('Før Ritalin');
  expect(said()).toContain('Bare ordene ble limt inn');
  await act(async () => there(document.querySelector('input')).focus());
  expect(said()).toBe('');
});

test('where the reader does not come in time, the words go in', async () => {
  await show(() => new Promise(() => {}));
  await bring('paste', STRUCK);
  await act(async () => vi.advanceTimersByTime(HELD_MS - 1));
  expect(field().value).toBe('Før ');
  await act(async () => vi.advanceTimersByTime(1));
  expect(field().value).toBe('Før Ritalin');
  await act(async () => there(document.querySelector('button')).click());
  expect(said()).toBe('');
});

test('plain words are pasted by the browser, with or without the reader', async () => {
  await show(() => new Promise(() => {}));
  expect(await bring('paste', { 'text/plain': 'Ritalin' })).toBe(false);
  expect(said()).toBe('');
});

test('a picture that comes before its reader is said to be left out', async () => {
  const come = await showWithout();
  expect(await bring('paste', {}, 1)).toBe(true);
  await come();
  expect(field().value).toBe('Før ');
  expect(said()).toContain('Ikke tatt med: filer.');
});

test.each<[string, () => unknown]>([
  ['the field is left', () => there(document.querySelector('input')).focus()],
  [
    'somebody types on',
    () => field().dispatchEvent(new KeyboardEvent('keydown', { key: 'x', bubbles: true })),
  ],
  ['the form is sent', () => field().dispatchEvent(new Event('submit', { bubbles: true }))],
])('what is held goes in before %s', async (_, next) => {
  const come = await showWithout();
  await bring('paste', STRUCK);
  await act(async () => field().dispatchEvent(new KeyboardEvent('keydown', { key: 'Shift', bubbles: true })));
  expect(field().value).toBe('Før ');
  let was = '';
  document.body.addEventListener('input', () => (was = field().value), { once: true });
  await act(async () => next());
  expect([field().value, was]).toEqual(['Før Ritalin', 'Før Ritalin']);
  const { activeElement } = document;
  await come();
  expect([field().value, document.activeElement]).toEqual(['Før Ritalin', activeElement]);
});
