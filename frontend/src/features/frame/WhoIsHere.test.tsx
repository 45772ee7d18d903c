// @vitest-environment jsdom
import { expect, test } from 'vitest';
import type { Writer } from '../../domain/types';
import { shownPage } from '../../ui/testing/shown';
import { WhoIsHere } from './WhoIsHere';

const { page, show } = shownPage();
const people = (...names: string[]): Writer[] =>
  names.map((name, colour) => ({ id: name, name, role: 'school', initials: name.slice(0, 1), colour }));
const words = () =>
  [...page.querySelectorAll('li')].map((each) => each.querySelector('.who__name')?.textContent);

test('everybody who is here is named, also those who share a mark', async () => {
  await show(<WhoIsHere label="Her nå" most={2} writers={people('Anne', 'Bo', 'Cato', 'Dina')} />);
  expect(words()).toEqual(['Anne, skole', 'Bo, skole', 'Cato, skole\nDina, skole']);
  expect(page.textContent).toContain('+2');
});

test('nobody shares a mark as long as there is room', async () => {
  await show(<WhoIsHere label="Her nå" most={2} writers={people('Anne', 'Bo')} />);
  expect(words()).toEqual(['Anne, skole', 'Bo, skole']);
});
