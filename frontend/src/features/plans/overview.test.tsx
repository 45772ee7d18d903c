// @vitest-environment jsdom
import { expect, test } from 'vitest';
import type { PlanCounts } from '../../domain/types';
import { shownPage } from '../../ui/testing/shown';
import { Overview } from './Overview';

const { show, page } = shownPage();

test('the coordinating unit sees first the plans that have no coordinator', async () => {
  const counts = { participants: 3, parts: 8, goals: 1, measures: 2 };
  const plans: PlanCounts[] = [
    { ...counts, coordinator_name: 'Hilde', created_at: '2026-01-02T10:00:00Z' },
    { ...counts, coordinator_name: null, created_at: '2026-03-02T10:00:00Z' },
  ];
  await show(<Overview plans={plans} />);
  const headings = [...page.querySelectorAll('h2')].map(({ textContent }) => textContent);
  expect(headings).toEqual(['1 plan uten koordinator', '1 plan med koordinator']);
  expect(page.querySelector('.overview')?.className).toContain('overview--vacant');
});
