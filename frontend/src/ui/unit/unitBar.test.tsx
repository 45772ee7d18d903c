// @vitest-environment jsdom
import { QueryClient } from '@tanstack/react-query';
import { MemoryRouter } from 'react-router';
import { expect, test } from 'vitest';
import { keys } from '../../api';
import { shownPage } from '../testing/shown';
import { UnitBar } from './UnitBar';

const { show, page } = shownPage();

async function shownTo(rights: string[], where = '/enhet/9950') {
  const other = { number: '9951', name: 'Berg kommune', rights: ['case-handler'] };
  const units = [{ number: '9950', name: 'Sundvåg kommune', rights }, other];
  const queries = new QueryClient();
  queries.setQueryData(keys.units, units);
  await show(
    <MemoryRouter initialEntries={[where]}>
      <UnitBar municipality="9950" />
    </MemoryRouter>,
    queries,
  );
  return [...page.querySelectorAll('a')];
}
const words = (links: Element[]) => links.map(({ textContent }) => textContent);

test('a case handler finds every page of the unit', async () => {
  const links = await shownTo(['case-handler']);
  expect(words(links)).toEqual(['Saker', 'Koordinatorer', 'Oversikt', 'Årsrapport', 'Innstillinger']);
  expect(page.querySelector('nav')?.getAttribute('aria-label')).toBe('Enheten i Sundvåg kommune');
});

test('whoever sees counts alone finds those', async () => {
  expect(words(await shownTo(['statistics']))).toEqual(['Oversikt', 'Årsrapport']);
});

test('a leader finds nothing, whatever they are elsewhere', async () => {
  expect(await shownTo(['leader'])).toEqual([]);
});

test.each([
  ['/enhet/9950', 'Saker', 'page'],
  ['/enhet/9950/sak/a', 'Saker', 'true'],
  ['/enhet/9950/koordinatorer/p/bytte', 'Koordinatorer', 'true'],
  ['/enhet/9950/oversikt', 'Oversikt', 'page'],
])('at %s it is marked where one is', async (where, name, current) => {
  const marked = (await shownTo(['case-handler'], where)).filter((link) => link.hasAttribute('aria-current'));
  expect(words(marked)).toEqual([name]);
  expect(marked[0]?.getAttribute('aria-current')).toBe(current);
});
