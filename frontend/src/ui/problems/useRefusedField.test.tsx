// @vitest-environment jsdom
import { expect, test } from 'vitest';
import { shownPage } from '../testing/shown';
import { there } from '../testing/there';
import { useRefusedField } from './useRefusedField';

const { page, show } = shownPage();

function Form({ refusal }: { refusal: unknown }) {
  const form = useRefusedField<HTMLFormElement>(refusal);
  return (
    <form ref={form}>
      <input id="right" />
      <input aria-invalid={refusal ? true : undefined} id="wrong" />
      <button type="submit">Lagre</button>
    </form>
  );
}

const focused = () => document.activeElement?.id;

test('what was refused has the focus, again at the next refusal, and nothing takes it while there is none', async () => {
  await show(<Form refusal={null} />);
  const right = there(page.querySelector<HTMLInputElement>('#right'));
  right.focus();
  await show(<Form refusal={new Error('first')} />);
  expect(focused()).toBe('wrong');
  right.focus();
  await show(<Form refusal={new Error('second')} />);
  expect(focused()).toBe('wrong');
  right.focus();
  await show(<Form refusal={null} />);
  expect(focused()).toBe('right');
});
