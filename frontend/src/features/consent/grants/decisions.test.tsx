// @vitest-environment jsdom
import { act } from 'react';
import { expect, test, vi } from 'vitest';
import type { Decision, GrantsView } from '../../../domain/types';
import { shownPage } from '../../../ui/testing/shown';
import { there } from '../../../ui/testing/there';
import { Decisions } from './Decisions';

const { page, show } = shownPage();

function decisions(newest: number, oldest: number): Decision[] {
  const numbers = Array.from({ length: newest - oldest + 1 }, (_, place) => newest - place);
  return numbers.map(
    (number) =>
      ({
        number,
        participant: 'nav',
        part: `part ${number}`,
        proposing: null,
        until: null,
        text: `Setning ${number}.`,
        language: 'nb',
        signed_at: '2026-01-01T00:00:00Z',
      }) as Decision,
  );
}

async function press(words: string): Promise<void> {
  const button = [...page.querySelectorAll('button')].find(({ textContent }) => textContent === words);
  await act(async () => there(button).click());
}

test('older decisions are asked for page by page, until there are none', async () => {
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (path: string) => {
    asked.push(path);
    const last = path.endsWith('/31');
    const found = last ? decisions(30, 11) : decisions(10, 1);
    return Response.json({ decisions: found, earlier: last ? 11 : null, withheld: last ? [30] : [] });
  });
  const view = { decisions: decisions(45, 31), parts: [], signed: 45, earlier: 31, withheld: [] };
  await show(<Decisions planId="p" view={view as unknown as GrantsView} />);
  expect(page.querySelector('summary')?.textContent).toBe('Dette er signert (45)');
  expect([page.querySelectorAll('li').length, asked.length]).toEqual([10, 0]);
  await press('Vis flere');
  expect(page.querySelectorAll('li')).toHaveLength(15);
  expect(document.activeElement).toBe(page.querySelectorAll('li')[10]);
  await press('Vis eldre');
  await vi.waitFor(() => expect(page.querySelectorAll('li')).toHaveLength(35));
  expect(document.activeElement).toBe(page.querySelectorAll('li')[15]);
  expect(page.textContent).toContain('Ordene som ble signert, vises ikke for deg.');
  await press('Vis eldre');
  await vi.waitFor(() => expect(page.querySelectorAll('li')).toHaveLength(45));
  expect(asked).toEqual(['/api/plans/p/grants/before/31', '/api/plans/p/grants/before/11']);
  expect(page.querySelector('button')).toBeNull();
});

test('what holds no longer is left out until it is asked for, and then says so', async () => {
  const [newest, before] = decisions(2, 1);
  const same = { part: 'practice', kind: null };
  const view = {
    decisions: [
      { ...newest, ...same },
      { ...before, ...same },
    ],
    parts: [{ id: 'practice', kind: 'measure' }],
    signed: 2,
    earlier: null,
    withheld: [],
  };
  await show(<Decisions planId="p" view={view as unknown as GrantsView} />);
  expect(page.querySelectorAll('li')).toHaveLength(1);
  await act(async () => there(page.querySelector<HTMLInputElement>('input[type=checkbox]')).click());
  expect([...page.querySelectorAll('li')].map((each) => each.querySelector('p')?.textContent)).toEqual([
    expect.stringContaining('Nr. 2'),
    'Gjelder ikke lenger: nr. 2 kom i stedet.',
  ]);
});
