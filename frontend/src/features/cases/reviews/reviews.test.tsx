// @vitest-environment jsdom
import { act as settled } from 'react';
import { expect, test } from 'vitest';
import type { ReviewAnswer } from '../../../domain/openapi';
import { shownPage } from '../../../ui/testing/shown';
import { there, type } from '../../../ui/testing/there';
import { KeepsWords } from '../../../ui/unsent/KeepsWords';
import type { Act } from '../own/useAct';
import { Reviews } from './Reviews';
import { TellReview } from './TellReview';
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

function recorded(saved = true) {
  const said: unknown[] = [];
  const act: Act = async (action, what) => {
    said.push([action, what]);
    return saved;
  };
  return { said, act };
}

async function shown(may = MAY) {
  const { said, act } = recorded();
  await show(<Reviews act={act} may={may} reviews={[SIXTEEN]} />);
  return said;
}

const text = () => page.querySelector('textarea') as HTMLTextAreaElement;
const types = (words: string) =>
  settled(async () => {
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')?.set?.call(text(), words);
    text().dispatchEvent(new Event('input', { bubbles: true }));
  });

const button = (words: string) =>
  [...page.querySelectorAll('button')].find(({ textContent }) => textContent === words);
const press = (words: string) => settled(async () => there(button(words)).click());

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

test('why not stays where somebody else answers first, before it is sent or as it is, and says so', async () => {
  for (const sends of [false, true]) {
    const { act, said } = recorded(false);
    const reviews = (open: ReviewAnswer[]) =>
      show(
        <KeepsWords>
          <Reviews act={act} may={MAY} reviews={open} />
        </KeepsWords>,
      );
    await reviews([SIXTEEN]);
    await press('Det kunne ikke gjøres');
    await types('Vi fikk ikke tak i Jonas.');
    if (sends) await press('Lagre');
    expect(said).toHaveLength(sends ? 1 : 0);
    await reviews([]);
    expect(page.textContent).toContain('Noen andre svarte på dette mens du skrev.');
    expect([text().value, text().readOnly]).toEqual(['Vi fikk ikke tak i Jonas.', true]);
    await press('Lukk');
    expect(page.textContent).toBe('');
  }
});

test('why not that is saved is gone, and nobody else was first', async () => {
  const { act, said } = recorded();
  await show(<Reviews act={act} may={MAY} reviews={[SIXTEEN]} />);
  await press('Det kunne ikke gjøres');
  await types('Syk.');
  await press('Lagre');
  expect(said).toEqual([['review-not-done', { review: 7, reason: 'Syk.' }]]);
  await show(<Reviews act={act} may={MAY} reviews={[]} />);
  expect(page.textContent).toBe('');
});

test('who says that something has changed reads first who sees it', async () => {
  const { act, said } = recorded();
  await show(<TellReview act={act} />);
  await press('Si fra om at noe er endret');
  expect(page.textContent).toContain('Ingen andre ser det.');
  await press('Si fra');
  expect(said).toMatchObject([['review-opened', { event: 'changed' }]]);
});

test('whoever may do nothing about it reads it alone', async () => {
  await shown([]);
  expect(page.querySelectorAll('button')).toHaveLength(0);
});

test('what follows from an age alone is said as what may be, where nobody is sure to do it', async () => {
  for (const [event, words] of [
    ['upper-secondary', 'Kan begynne på videregående, 30. mars 2020.'],
    ['after-school', 'Kan være ferdig på videregående, 30. mars 2020.'],
  ] as const) {
    await show(<Reviews act={recorded().act} may={[]} reviews={[{ ...SIXTEEN, event }]} />);
    expect(page.textContent).toContain(words);
  }
});

test.each([
  ['31.11.2026', 'Den dagen finnes ikke i kalenderen'],
  ['31.02', 'Datoen er ikke ferdig'],
])('what has changed on "%s" is not told as of today: the day is asked for', async (typed, why) => {
  const { said, act } = recorded();
  await show(<TellReview act={act} />);
  await press('Si fra om at noe er endret');
  const day = there(page.querySelector<HTMLInputElement>('.date-box input[type=text]'));
  await type(day, typed);
  await press('Si fra');
  expect([said, document.activeElement]).toEqual([[], day]);
  expect(page.textContent).toContain(why);
});
