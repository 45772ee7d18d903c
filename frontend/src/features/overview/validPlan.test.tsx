// @vitest-environment jsdom
import { expect, test } from 'vitest';
import type { PlanView } from '../../domain/types';
import { shownPage } from '../../ui/testing/shown';
import { ValidPlan } from './ValidPlan';

const { show, page } = shownPage();

test.each([
  ['owner', true],
  ['representative', true],
  ['coordinator', false],
  ['gp', false],
])('whether the plan is valid is asked by %s: %s', async (role, offered) => {
  await show(
    <ValidPlan plan={{ id: 'p', me: 'me', participants: [{ id: 'me', role }] } as unknown as PlanView} />,
  );
  expect(page.textContent?.includes('Gjelder planen?')).toBe(offered);
});
