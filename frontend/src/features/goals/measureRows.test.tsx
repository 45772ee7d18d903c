// @vitest-environment jsdom
import { MemoryRouter } from 'react-router';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { PartView, PlanView } from '../../domain/types';
import type { Fields } from '../../sync';
import { shownPage } from '../../ui/testing/shown';
import { MeasureRows } from './MeasureRows';
import { NoMeasures } from './NoMeasures';

const { show, page } = shownPage();
const people = ['owner', 'coordinator', 'school'].map((role) => ({
  id: role,
  name: role,
  role,
  organisation: '',
}));
const planOf = (me: string) =>
  ({ id: 'p', me, participants: people, former: [], parts: [] }) as unknown as PlanView;

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-11-28T12:00:00Z') }));
afterEach(() => void vi.useRealTimers());

async function rows(fields: Record<string, Fields>): Promise<string[]> {
  const measures = Object.keys(fields).map(
    (id) => ({ id, kind: 'measure', title: id }) as unknown as PartView,
  );
  await show(
    <MemoryRouter>
      <MeasureRows fields={new Map(Object.entries(fields))} measures={measures} plan={planOf('school')} />
    </MemoryRouter>,
  );
  return [...page.querySelectorAll('li')].map(({ textContent }) => textContent ?? '');
}

test('late measures come first, the longest late before all, and the others keep their order', async () => {
  const found = await rows({
    planned: {},
    'late, november': { due: '2026-11-01' },
    done: { due: '2026-01-01', status: 'done' },
    'late, october': { due: '2026-10-01', status: 'started' },
  });
  expect(found.map((words) => words.match(/^(late, (october|november)|planned|done)/u)?.[0])).toEqual([
    'late, october',
    'late, november',
    'planned',
    'done',
  ]);
});

test('a row says by when, since when it is late, and when it should have begun', async () => {
  const [late, ahead, missed] = await rows({
    a: { due: '2026-11-27' },
    b: { due: '2026-12-01', start: '2026-12-01' },
    c: { start: '2026-10-01', status: 'planned' },
  });
  expect(late).toContain('Forsinket siden 27. november');
  expect(late).not.toContain('frist');
  expect(ahead).toContain('frist 1. desember');
  expect(missed).toContain('Skulle startet 1. oktober');
});

test('what is done or stopped is neither late nor due', async () => {
  for (const status of ['done', 'stopped']) {
    const [row] = await rows({ a: { status, due: '2026-11-01', start: '2026-10-01' } });
    expect(row).not.toMatch(/Forsinket|frist|Skulle/u);
  }
});

test('a measure that nobody is responsible for says so in words', async () => {
  expect((await rows({ a: {} }))[0]).toContain('Ingen har ansvaret ennå');
});

test.each([
  ['owner', 'Ingen tiltak ennå.'],
  ['coordinator', 'Ingen tiltak du kan se.'],
  ['school', 'Ingen tiltak du kan se.'],
])('of a goal without measures the %s reads what is known to be true: %s', async (me, words) => {
  await show(<NoMeasures plan={planOf(me)} />);
  expect(page.textContent).toBe(words);
});
