// @vitest-environment jsdom
import { act, useState } from 'react';
import { expect, test, vi } from 'vitest';
import { shownPage } from '../testing/shown';
import { buttonIn, there, type } from '../testing/there';
import { KeepsWords, WordsPlace } from './KeepsWords';
import { useUnsent, useWrittenPlaces } from './unsent';

const { show, page } = shownPage();

function Form({ onSend }: { onSend: () => Promise<boolean> }) {
  const [words, setWords] = useState('');
  const unsent = useUnsent({ about: 'Hvem ringte?', words, answers: true });
  return (
    <>
      <input aria-label="Svar" onChange={({ target }) => setWords(target.value)} value={words} />
      <button onClick={() => void unsent.during(onSend)} type="button">
        Send
      </button>
    </>
  );
}

function Written() {
  return <output>{useWrittenPlaces().join()}</output>;
}

const place = (form: boolean, onSend = async () => false) =>
  show(
    <KeepsWords>
      <Written />
      <WordsPlace id="case">
        <h2>Saken</h2>
        {form && <Form onSend={onSend} />}
      </WordsPlace>
    </KeepsWords>,
  );
const box = () => there(page.querySelector('input'));
const left = () => page.querySelector('textarea');

test('what was being written when its form went stays in its place, with the focus and to be copied', async () => {
  const copied = vi.fn(async () => undefined);
  vi.stubGlobal('navigator', { clipboard: { writeText: copied } });
  await place(true);
  await type(box(), 'Det var jeg.');
  expect(page.querySelector('output')?.textContent).toBe('case');
  await place(false);
  expect(page.querySelector('output')?.textContent).toBe('');
  const alert = there(page.querySelector('[role=alert]'));
  expect(alert.textContent).toContain('Hvem ringte?Noen andre svarte på dette mens du skrev.');
  expect([left()?.value, left()?.readOnly]).toEqual(['Det var jeg.', true]);
  expect(document.activeElement).toBe(alert);
  expect(alert.nextElementSibling?.textContent).toBe('Saken');
  await act(async () => buttonIn(page, 'Kopier teksten').click());
  expect(copied).toHaveBeenCalledWith('Det var jeg.');
  expect(page.textContent).toContain('Teksten er kopiert');
  await act(async () => buttonIn(page, 'Lukk').click());
  expect(left()).toBeNull();
});

test('it stays on the page where its place goes too', async () => {
  await place(true);
  await type(box(), 'Det var jeg.');
  await show(
    <KeepsWords>
      <Written />
    </KeepsWords>,
  );
  expect(left()?.value).toBe('Det var jeg.');
});

test('what was sent is nothing that was lost, and what was refused is', async () => {
  for (const saved of [true, false]) {
    await place(true, async () => {
      await place(false);
      return saved;
    });
    await type(box(), 'Det var jeg.');
    await act(async () => buttonIn(page, 'Send').click());
    expect(left()?.value).toBe(saved ? undefined : 'Det var jeg.');
  }
});

test('whoever writes elsewhere by then keeps the focus', async () => {
  await place(true);
  await type(box(), 'Det var jeg.');
  const other = document.body.appendChild(document.createElement('input'));
  other.focus();
  await place(false);
  expect(left()?.value).toBe('Det var jeg.');
  expect(document.activeElement).toBe(other);
  other.remove();
});
