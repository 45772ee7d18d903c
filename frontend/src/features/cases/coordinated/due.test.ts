import { expect, test } from 'vitest';
import type { CoordinatedCase, PlanSummary } from '../../../domain/openapi';
import { inOrder } from './due';

const TODAY = '2026-03-02';
const coordinated = (name: string, due: string | null, plan = name): CoordinatedCase =>
  ({
    id: name,
    name,
    plan: { status: 'active', plan },
    waiting: due ? [{ step: 'revise', due }] : [],
  }) as unknown as CoordinatedCase;
const plan = (id: string, unanswered: number, late = 0): PlanSummary =>
  ({ id, unanswered, late }) as unknown as PlanSummary;

test('what is due first stands first, and where nothing is, by name', () => {
  const cases = [
    coordinated('Åse', null),
    coordinated('Berit', null),
    coordinated('Kari', '2026-09-01'),
    coordinated('Per', '2026-03-01'),
    coordinated('Ola', '2026-04-01'),
  ];
  const works = inOrder(cases, [], TODAY);
  expect(works.map((each) => [each.coordinated.name, each.urgency])).toEqual([
    ['Per', 'waits'],
    ['Ola', 'soon'],
    ['Kari', 'all'],
    ['Berit', 'all'],
    ['Åse', 'all'],
  ]);
});

test('what waits in a plan waits for them, as far as they may read it', () => {
  const [work] = inOrder([coordinated('Kari', null)], [plan('Kari', 2, 1), plan('another', 9)], TODAY);
  expect(work).toMatchObject({ urgency: 'waits', unanswered: 2, late: 1 });
});
