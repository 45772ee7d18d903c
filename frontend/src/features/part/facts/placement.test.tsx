// @vitest-environment jsdom
import { act } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import type { PartView, PlanView } from '../../../domain/types';
import { unwritten } from '../../../state/unwritten';
import { shownPage } from '../../../ui/testing/shown';
import { Placement } from './Placement';

const PART = { id: 'm', kind: 'measure', area: 'home' } as unknown as PartView;
const PLAN = { id: 'p', me: 'me', participants: [], former: [] } as unknown as PlanView;
const { page, show } = shownPage();
let answers: ((answer: Response) => void)[];

afterEach(() => {
  expect(unwritten.read().what).toBeNull();
});

async function choose(...areas: string[]): Promise<void> {
  answers = [];
  vi.stubGlobal('fetch', () => new Promise((answer) => answers.push(answer)));
  await show(<Placement editable part={PART} plan={PLAN} />);
  const box = page.querySelectorAll('select')[1] as HTMLSelectElement;
  for (const area of areas) {
    await act(async () => {
      Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, 'value')?.set?.call(box, area);
      box.dispatchEvent(new Event('change', { bubbles: true }));
    });
  }
}

const answer = (response: Response) =>
  act(async () => {
    answers.shift()?.(response);
    await vi.waitFor(() => undefined);
  });

const refused = () =>
  Response.json(
    { type: 'unavailable', title: '', status: 503 },
    {
      status: 503,
      headers: { 'content-type': 'application/problem+json' },
    },
  );

test('what is chosen is not saved before it is stored, also when its field has gone from the screen', async () => {
  await choose('work');
  expect(unwritten.read().what).toBe('typing');
  await show(null);
  expect(unwritten.read().what).toBe('typing');
  await answer(new Response(null, { status: 204 }));
  await vi.waitFor(() => expect(unwritten.read().what).toBeNull());
});

test('two choices are sent one after the other, so that the last one holds', async () => {
  await choose('work', 'health');
  expect(answers).toHaveLength(1);
  await answer(new Response(null, { status: 204 }));
  await vi.waitFor(() => expect(answers).toHaveLength(1));
  await answer(new Response(null, { status: 204 }));
  await vi.waitFor(() => expect(unwritten.read().what).toBeNull());
});

test('what could not be stored is said, and what holds is shown', async () => {
  await choose('work');
  await answer(refused());
  await act(() => vi.waitFor(() => expect(page.textContent).toContain('ble ikke lagret')));
  expect((page.querySelectorAll('select')[1] as HTMLSelectElement).value).toBe('home');
});
