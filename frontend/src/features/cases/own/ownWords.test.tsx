// @vitest-environment jsdom
import { expect, test } from 'vitest';
import { shownPage } from '../../../ui/testing/shown';
import '../../../i18n/cases';
import { ActingFor, useOwnWords } from './ownWords';

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
