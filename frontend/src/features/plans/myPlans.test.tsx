// @vitest-environment jsdom
import { act } from 'react';
import { MemoryRouter } from 'react-router';
import { expect, test } from 'vitest';
import type { PlanSummary } from '../../domain/types';
import { shownPage } from '../../ui/testing/shown';
import { MyPlans } from './MyPlans';

const { show, page } = shownPage();

const plan = (owner_name: string, waits: Partial<PlanSummary> = {}): PlanSummary => ({
  id: owner_name,
  owner_name,
  role: 'gp',
  unanswered: 0,
  late: 0,
  ...waits,
});
const list = (plans: PlanSummary[]) =>
  show(
    <MemoryRouter>
      <MyPlans plans={plans} />
    </MemoryRouter>,
  );
const names = () => [...page.querySelectorAll('.people__name')].map(({ textContent }) => textContent);

async function search(words: string): Promise<void> {
  const field = page.querySelector('input');
  if (!field) throw new Error('no search');
  await act(async () => {
    // As a person types it: React hears of what is set by the prototype's setter.
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, words);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
}

const SOME = ['Østen Vik', 'Åse Dahl', 'Berit Moe', 'Ærlend Lie', 'Anna Ås'].map((name) => plan(name));

test('plans stand in the order of the Norwegian alphabet', async () => {
  await list(SOME);
  expect(names()).toEqual(
    ['Anna Ås', 'Berit Moe', 'Ærlend Lie', 'Østen Vik', 'Åse Dahl'].map((name) => `Planen til ${name}`),
  );
});

test('many plans are searched by name, and how many are found is said', async () => {
  await list(SOME);
  await search('ase');
  expect(names()).toEqual(['Planen til Åse Dahl']);
  expect(page.querySelector('[role=status]')?.textContent).toBe('1 plan');
  await search('ingen her');
  expect(page.querySelector('[role=status]')?.textContent).toBe('Ingen av planene dine har det navnet');
});

test('a few are not: they are seen at a glance', async () => {
  await list(SOME.slice(0, 2));
  expect(page.querySelector('input')).toBeNull();
});

test('each plan says what waits in it, and nothing where nothing does', async () => {
  await list([plan('Anna', { unanswered: 2, late: 1 }), plan('Berit')]);
  const rows = [...page.querySelectorAll('.plan-row')].map(({ textContent }) => textContent);
  expect(rows[0]).toContain('2 ubesvarte kommentarer');
  expect(rows[0]).toContain('1 forsinket tiltak');
  expect(rows[1]).not.toMatch(/ubesvart|forsinket/u);
});
