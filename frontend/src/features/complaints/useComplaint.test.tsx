// @vitest-environment jsdom
import { act } from 'react';
import { expect, test, vi } from 'vitest';
import type { ComplaintAnswer } from '../../domain/openapi';
import { shownPage } from '../../ui/testing/shown';
import { Said } from './Said';
import { useComplaint, useComplaintAnswer } from './useComplaint';
import '../../i18n/complaints';

const { show, page } = shownPage();

function Complaint() {
  const { data } = useComplaintAnswer('c');
  return data ? <Confirming complaint={data} /> : null;
}

function Confirming({ complaint }: { complaint: ComplaintAnswer }) {
  const { act: does, said } = useComplaint(complaint);
  return (
    <>
      <p>{complaint.status}</p>
      <button onClick={() => void does('order-confirmed', { order: 2 })} type="button">
        Bekreft
      </button>
      <Said said={said} />
    </>
  );
}

/** The server's complaint, in which the unit writes too. */
function unitWritesToo() {
  const stored = { id: 'c', number: 4, status: 'upheld' };
  const expected: number[] = [];
  vi.stubGlobal('fetch', async (_: string, init?: RequestInit) => {
    if (init?.method !== 'POST') return Response.json(stored);
    const body = JSON.parse(String(init.body)) as { expected: number };
    expected.push(body.expected);
    if (body.expected !== stored.number) {
      const problem = { type: 'outdated', title: '', status: 409 };
      return Response.json(problem, { status: 409, headers: { 'Content-Type': 'application/problem+json' } });
    }
    stored.number += 1;
    return Response.json({ number: stored.number });
  });
  return { stored, expected };
}

const OUTDATED = 'Noen andre endret klagen i mellomtiden. Se over og prøv igjen.';

test('what another changed meanwhile stands there with the words about it, and the next press is done', async () => {
  const { stored, expected } = unitWritesToo();
  await show(<Complaint />);
  await vi.waitFor(() => expect(page.textContent).toContain('upheld'));
  const button = page.querySelector('button') as HTMLButtonElement;
  const press = () => act(async () => button.click());
  button.focus();
  Object.assign(stored, { number: 5, status: 'following-up' });
  await press();
  await vi.waitFor(() => expect(page.querySelector('[role=status]')?.textContent).toBe(OUTDATED));
  expect(page.textContent).toContain('following-up');
  expect(document.activeElement).toBe(button);

  stored.number = 6;
  const said: (string | null)[] = [];
  const announced = new MutationObserver(() =>
    said.push(page.querySelector('[role=status]')?.textContent ?? null),
  );
  announced.observe(page.querySelector('[role=status]') as Element, { childList: true });
  await press();
  await vi.waitFor(() => expect(said).toEqual(['', OUTDATED]));
  await press();
  await vi.waitFor(() => expect(page.querySelector('[role=status]')?.textContent).toBe('Lagret'));
  expect(expected).toEqual([4, 5, 6]);
});

test('two presses before the first is shown are one', async () => {
  const { expected } = unitWritesToo();
  await show(<Complaint />);
  await vi.waitFor(() => expect(page.textContent).toContain('upheld'));
  const button = page.querySelector('button') as HTMLButtonElement;
  await act(async () => {
    button.click();
    button.click();
  });
  await vi.waitFor(() => expect(page.querySelector('[role=status]')?.textContent).toBe('Lagret'));
  await act(async () => button.click());
  await vi.waitFor(() => expect(expected).toEqual([4, 5]));
});
