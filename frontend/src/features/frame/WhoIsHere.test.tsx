// @vitest-environment jsdom
import { act } from 'react';
import { expect, test, vi } from 'vitest';
import type { Writer } from '../../domain/types';
import { shownPage } from '../../ui/testing/shown';
import { there } from '../../ui/testing/there';
import { WhoIsHere } from './WhoIsHere';

const { page, show } = shownPage();
const people = (...names: string[]): Writer[] =>
  names.map((name, colour) => ({ id: name, name, role: 'school', initials: name.slice(0, 1), colour }));
const named = () => [...page.querySelectorAll('li')].map((each) => each.textContent);
const marks = () => [...page.querySelectorAll('.who__person')].map((each) => each.textContent);

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
  expect(named()).toEqual(['Anne, skole', 'Bo, skole', 'Cato, skole', 'Dina, skole']);
  expect(marks()).toEqual(['A', 'B', '+2']);
});

test('nobody shares a mark as long as there is room', async () => {
  wide(24);
  await show(<WhoIsHere label="Her nå" writers={people('Anne', 'Bo')} />);
  expect(marks()).toEqual(['A', 'B']);
});

test('what looks like a button does what a button does: it shows their names', async () => {
  wide(24);
  await show(<WhoIsHere label="Her nå" writers={people('Anne', 'Bo', 'Cato')} />);
  const [button, ...others] = [...page.querySelectorAll('button')];
  expect(others).toEqual([]);
  expect(button?.getAttribute('aria-label')).toBe('Her nå: 3');
  await act(async () => there(button).click());
  expect(button?.getAttribute('aria-expanded')).toBe('true');
  await act(async () =>
    there(button).dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true })),
  );
  expect(button?.getAttribute('aria-expanded')).toBe('false');
});
