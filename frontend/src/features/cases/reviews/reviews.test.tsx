// @vitest-environment jsdom
import { act as settled } from 'react';
import { expect, test } from 'vitest';
import type { ReviewAnswer } from '../../../domain/openapi';
import { shownPage } from '../../../ui/testing/shown';
import { Reviews } from './Reviews';
import '../../../i18n/cases';

const { show, page } = shownPage();
const SIXTEEN: ReviewAnswer = {
  record: 7,
  event: 'health-consent',
  day: '2020-03-30',
  due: '2020-03-30',
  days_late: 2,
};
const MAY = ['review-opened', 'review-done', 'review-not-done'];

async function shown(may = MAY) {
  const said: unknown[] = [];
  await show(
    <Reviews
      act={async (action, what) => {
        said.push([action, what]);
      }}
      may={may}
      reviews={[SIXTEEN]}
    />,
  );
  return said;
}

const button = (words: string) =>
  [...page.querySelectorAll('button')].find(({ textContent }) => textContent === words);
const press = (words: string) => settled(async () => button(words)?.click());

test('what is to be gone through says what, by when and how late, and is done with a button', async () => {
  const said = await shown();
  expect(page.textContent).toContain('Bestemmer selv over helsehjelp fra denne dagen, 30. mars 2020.');
  expect(page.textContent).toContain('Fristen var 30. mars 2020. 2 dager over tiden.');
  await press('Det er gått gjennom');
  expect(said).toEqual([['review-done', { review: 7 }]]);
});

test('what could not be done is not sent before there is a reason', async () => {
  const said = await shown();
  await press('Det kunne ikke gjøres');
  await press('Lagre');
  expect(said).toEqual([]);
});

test('who says that something has changed reads first who sees it', async () => {
  const said = await shown();
  await press('Si fra om at noe er endret');
  expect(page.textContent).toContain('Ingen andre ser det.');
  await press('Si fra');
  expect(said).toMatchObject([['review-opened', { event: 'changed' }]]);
});

test('whoever may do nothing about it reads it alone', async () => {
  await shown([]);
  expect(page.querySelectorAll('button')).toHaveLength(0);
});
