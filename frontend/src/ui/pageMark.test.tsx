// @vitest-environment jsdom
import { expect, test } from 'vitest';
import { usePageMark } from './pageMark';
import { shownPage } from './testing/shown';

const { show } = shownPage();

function Part({ id }: { id: string }) {
  usePageMark('part');
  return <p>{id}</p>;
}

test('the page is marked as long as what marks it is there, also when another takes its place', async () => {
  const isMarked = () => document.documentElement.hasAttribute('data-part');
  await show(<Part id="1" key="1" />);
  expect(isMarked()).toBe(true);
  await show(<Part id="2" key="2" />);
  expect(isMarked()).toBe(true);
  await show(<p />);
  expect(isMarked()).toBe(false);
});
