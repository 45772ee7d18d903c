// @vitest-environment jsdom
import { expect, test } from 'vitest';
import { shownPage } from '../../../ui/testing/shown';
import '../../../i18n/cases';
import { todayInNorway } from '../../../domain/dates';
import { ActingFor, useOwnDay, useOwnWords } from './ownWords';

const { show, page } = shownPage();

function Said() {
  const say = useOwnWords();
  return (
    <>
      <p>{say('without', { count: 3 })}</p>
      <p>{say('coordinator', { name: 'Hilde', workplace: 'Helse' })}</p>
      <p>{say('now')}</p>
    </>
  );
}

test('whoever acts for the owner reads about them by name, and what is said to the owner stays', async () => {
  await show(<Said />);
  expect(page.textContent).toBe(
    'Du har vært uten koordinator i 3 dager.Koordinatoren din er Hilde, Helse.Nå',
  );
  await show(
    <ActingFor.Provider value="Mia Vik">
      <Said />
    </ActingFor.Provider>,
  );
  expect(page.textContent).toBe(
    'Mia Vik har vært uten koordinator i 3 dager.Koordinatoren til Mia Vik er Hilde, Helse.Nå',
  );
});

function Revision({ day }: { day: string }) {
  return <p>{useOwnDay()('plan.next', day)}</p>;
}

test('a day that has passed is not said to come', async () => {
  // A day has 23 or 25 hours here twice a year, and always 24 in UTC.
  const today = Date.parse(todayInNorway());
  const days = (many: number) => new Date(today + many * 86_400_000).toISOString().slice(0, 10);
  for (const [many, words] of [
    [-1, 'Planen skulle gås gjennom igjen'],
    [0, 'Planen skal gås gjennom igjen'],
    [1, 'Planen skal gås gjennom igjen'],
  ] as const) {
    await show(<Revision day={days(many)} />);
    expect(page.textContent).toContain(words);
  }
});
