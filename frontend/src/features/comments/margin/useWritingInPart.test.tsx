// @vitest-environment jsdom
import { act } from 'react';
import { expect, test } from 'vitest';
import { shownPage } from '../../../ui/testing/shown';
import { there } from '../../../ui/testing/there';
import { useWritingInPart } from './useWritingInPart';

const { show } = shownPage();

function Page() {
  const writing = useWritingInPart();
  return (
    <>
      <div className="part">
        <textarea id="field" />
        <button id="tool" type="button" />
      </div>
      <textarea id="comment" />
      <output>{writing ? 'writing' : 'reading'}</output>
    </>
  );
}

const focus = (id: string) => act(async () => there(document.getElementById(id)).focus());
const said = () => document.querySelector('output')?.textContent;

test('one writes while the focus is in a field of the part, and nowhere else', async () => {
  await show(<Page />);
  expect(said()).toBe('reading');
  for (const [id, is] of [
    ['field', 'writing'],
    ['tool', 'reading'],
    ['field', 'writing'],
    ['comment', 'reading'],
  ] as const) {
    await focus(id);
    expect(said(), id).toBe(is);
  }
  await focus('field');
  await act(async () => there(document.getElementById('field')).blur());
  expect(said()).toBe('reading');
});
