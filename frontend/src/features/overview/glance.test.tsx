// @vitest-environment jsdom
import { MemoryRouter } from 'react-router';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { PlanView } from '../../domain/types';
import type { Fields } from '../../sync';
import { shownPage } from '../../ui/testing/shown';
import { Glance } from './Glance';

const { show, page } = shownPage();
const PLAN = {
  id: 'p',
  me: 'me',
  participants: [{ id: 'me' }, { id: 'other' }],
  parts: [
    { id: 'period', kind: 'period' },
    { id: 'measure', kind: 'measure' },
  ],
  may_read_grants: true,
} as unknown as PlanView;

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-11-28T12:00:00Z') }));
afterEach(() => void vi.useRealTimers());

async function items(plan: PlanView, fields: Record<string, Fields>, late = 0): Promise<string[]> {
  await show(
    <MemoryRouter>
      <Glance fields={new Map(Object.entries(fields))} late={late} plan={plan} />
    </MemoryRouter>,
  );
  return [...page.querySelectorAll('li')].map(({ textContent }) => textContent ?? '');
}

test('the page begins with who takes part, who sees what, the next revision and what is late', async () => {
  const fields = { period: { next_revision: '2027-02-15' }, measure: {} };
  expect(await items(PLAN, fields, 2)).toEqual([
    '2 er med i planen',
    'Hvem får se hva',
    'Neste revisjon 15. februar',
    '2 forsinkede tiltak',
    'Skriv ut planen',
  ]);
});

test('a revision whose day is past says so, and one that is not set too', async () => {
  expect((await items(PLAN, { period: { next_revision: '2026-10-01' } }))[2]).toContain('skulle vært gjort');
  expect((await items(PLAN, { period: {} }))[2]).toBe('Neste revisjon er ikke satt');
});

test('the day that the case has decided stands before the field, and needs no period', async () => {
  const decided = { ...PLAN, next_revision: '2027-05-21' };
  const line = 'Neste revisjon 21. mai';
  for (const fields of [{ period: { next_revision: '2027-02-15' } }, { period: {} }, {}])
    expect((await items(decided, fields))[2]).toBe(line);
  expect((await items({ ...decided, parts: [] }, {}))[2]).toBe(line);
  expect((await items({ ...decided, next_revision: '2026-10-01' }, {}))[2]).toContain('skulle vært gjort');
});

test('each line has its place before it is known, and nothing untrue is said meanwhile', async () => {
  const coming = await items(PLAN, {});
  expect(coming).toHaveLength(5);
  expect(coming.join()).not.toMatch(/ikke satt|Ingen/u);
});

test('that no measure is late is said of those that the reader sees, and of all to the owner', async () => {
  expect(await items(PLAN, { measure: {} })).toContain('Ingen forsinkede tiltak du kan se');
  const participants = [{ id: 'me', role: 'owner' }] as PlanView['participants'];
  expect(await items({ ...PLAN, participants }, { measure: {} })).toContain('Ingen forsinkede tiltak');
});

test('nothing is said of what one may not read', async () => {
  const found = await items({ ...PLAN, parts: [], may_read_grants: false }, {});
  expect(found).toEqual(['2 er med i planen', 'Skriv ut planen']);
});
