// @vitest-environment jsdom
import { act } from 'react';
import { MemoryRouter } from 'react-router';
import { expect, test, vi } from 'vitest';
import type { PlanView } from '../../domain/types';
import { shownPage } from '../../ui/testing/shown';
import { there } from '../../ui/testing/there';
import { PartList } from './PartList';
import { PLAN } from './testing/plan';

const { page, show } = shownPage();

test('what is written in the dialog of the first goal stays when somebody else makes it', async () => {
  vi.stubGlobal('fetch', async () => Response.json([]));
  const before = { ...PLAN, may_create: ['goal', 'measure'] } as unknown as PlanView;
  const list = (plan: PlanView) => (
    <MemoryRouter>
      <PartList plan={plan} />
    </MemoryRouter>
  );
  await show(list(before));
  const field = there(page.querySelector('textarea'));
  const set = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')?.set;
  await act(async () => {
    set?.call(field, 'Svømme');
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
  const moved = vi.spyOn(Node.prototype, 'insertBefore');
  const goal = { id: 'g', kind: 'goal', title: 'Danse', position: 1, level: 'edit' };
  await show(list({ ...before, parts: [goal] } as unknown as PlanView));
  expect(page.textContent).toContain('Danse');
  expect(page.querySelector('textarea')).toBe(field);
  expect(field.value).toBe('Svømme');
  expect(moved.mock.calls.some(([node]) => node.contains(field))).toBe(false); // a dialog that is moved closes
});
