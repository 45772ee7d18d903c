// @vitest-environment jsdom
import { act, useRef } from 'react';
import { expect, test } from 'vitest';
import { shownPage } from '../../../ui/testing/shown';
import { ReaderHint } from './ReaderHint';

const { page, show } = shownPage();
const hint = () => page.querySelector('[role="status"]')?.textContent;

function Text() {
  const text = useRef<HTMLDivElement>(null);
  return (
    <div>
      <div data-text ref={text}>
        Det som står her
      </div>
      <input />
      <ReaderHint text={text} words="Du kan ikke skrive her." />
    </div>
  );
}

async function press(key: string, target: EventTarget = document.body, modifiers: KeyboardEventInit = {}) {
  await act(async () =>
    target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, ...modifiers })),
  );
}

test('a letter that is typed where nobody can write is answered there, until the next click or Escape', async () => {
  await show(<Text />);
  await press('a');
  expect(hint()).toBe('');
  document.getSelection()?.collapse(page.querySelector('[data-text]')?.firstChild ?? null, 3);
  await press('c', document.body, { ctrlKey: true });
  await press('PageDown');
  await press(' ');
  await press('a', page.querySelector('input') ?? undefined);
  expect(hint()).toBe('');
  await press('a');
  expect(hint()).toBe('Du kan ikke skrive her.');
  await press('Escape');
  expect(hint()).toBe('');
  await press('a');
  await act(async () => document.dispatchEvent(new Event('pointerdown')));
  expect(hint()).toBe('');
});
