// @vitest-environment jsdom
import { expect, test, vi } from 'vitest';
import type { Writer } from '../../domain/types';
import { shownPage } from '../../ui/testing/shown';
import { WhoIsHere } from './WhoIsHere';

const { page, show } = shownPage();
const people = (...names: string[]): Writer[] =>
  names.map((name, colour) => ({ id: name, name, role: 'school', initials: name.slice(0, 1), colour }));
const words = () =>
  [...page.querySelectorAll('li')].map((each) => each.querySelector('.who__name')?.textContent);

/** A window of this width, rem. */
function wide(rem: number): void {
  const matches = (query: string) => rem >= Number.parseFloat(query.replace('(min-width: ', ''));
  vi.stubGlobal('matchMedia', (query: string) =>
    Object.assign(new EventTarget(), { matches: matches(query) }),
  );
}

test('everybody who is here is named, also those who share a mark', async () => {
  wide(24);
  await show(<WhoIsHere label="Her nå" writers={people('Anne', 'Bo', 'Cato', 'Dina')} />);
  expect(words()).toEqual(['Anne, skole', 'Bo, skole', 'Cato, skole\nDina, skole']);
  expect(page.textContent).toContain('+2');
});

test('nobody shares a mark as long as there is room', async () => {
  wide(24);
  await show(<WhoIsHere label="Her nå" writers={people('Anne', 'Bo')} />);
  expect(words()).toEqual(['Anne, skole', 'Bo, skole']);
});
