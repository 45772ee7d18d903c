// @vitest-environment jsdom
import { act } from 'react';
import { MemoryRouter } from 'react-router';
import { beforeEach, expect, test, vi } from 'vitest';
import { shownPage } from '../../../ui/testing/shown';
import { there } from '../../../ui/testing/there';
import { InboxFilters } from './InboxFilters';
import './words';

const { show, page } = shownPage();
let roomy = false;

beforeEach(() => {
  vi.stubGlobal('matchMedia', () => Object.assign(new EventTarget(), { matches: roomy }));
});

const filters = (where: string) =>
  show(
    <MemoryRouter initialEntries={[where]}>
      <InboxFilters />
    </MemoryRouter>,
  );

test('where there is little room the filters are behind a button that says how many are set', async () => {
  roomy = false;
  await filters('/enhet/9950?age=late&consent=1&name=Kari');
  const button = page.querySelector('button');
  expect(button?.textContent).toBe('Velg hva listen viser (3 valg gjelder)');
  expect(button?.getAttribute('aria-expanded')).toBe('false');
  expect(page.querySelector('form')).toBeNull();
  await act(async () => there(button).click());
  expect(page.querySelector('button')?.getAttribute('aria-expanded')).toBe('true');
  expect(page.querySelectorAll('form select')).toHaveLength(5);
});

test('where none is set the button says what it is for', async () => {
  roomy = false;
  await filters('/enhet/9950');
  expect(page.querySelector('button')?.textContent).toBe('Velg hva listen viser');
});

test('where there is room they stand open', async () => {
  roomy = true;
  await filters('/enhet/9950?age=late');
  expect(page.querySelectorAll('form select')).toHaveLength(5);
  expect(page.textContent).not.toContain('Velg hva listen viser');
});
