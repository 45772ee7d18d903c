// @vitest-environment jsdom
import { expect, test } from 'vitest';
import { shownPage } from '../ui/testing/shown';
import { Problem } from './problem';
import { useAsRead } from './useAsRead';

const { show, page } = shownPage();

function Read({ text, refusal = null }: { text: string; refusal?: Error | null }) {
  return <p>{useAsRead(text, refusal)}</p>;
}

test('a text stays as it was first until the server refuses it, and then as it is next', async () => {
  const shown: string[] = [];
  const refused = () => new Problem({ type: 'text-changed', title: '', status: 409 });
  const [first, second] = [refused(), refused()];
  for (const each of [
    { text: '' },
    { text: 'a' },
    { text: 'b' },
    { text: 'b', refusal: new Error('not sent') },
    { text: 'c', refusal: first },
    { text: 'd', refusal: first },
    { text: 'd', refusal: null },
    { text: 'c', refusal: second },
    { text: 'e', refusal: second },
    { text: 'f', refusal: second },
  ]) {
    await show(<Read {...each} />);
    shown.push(page.textContent ?? '');
  }
  expect(shown).toEqual(['', 'a', 'a', 'a', 'c', 'c', 'c', 'c', 'e', 'e']);
});
