// @vitest-environment jsdom
import { act } from 'react';
import { MemoryRouter } from 'react-router';
import { expect, test } from 'vitest';
import type { ComplaintAnswer, Guidance } from '../../../domain/openapi';
import { shownPage } from '../../../ui/testing/shown';
import { there } from '../../../ui/testing/there';
import type { Acting } from '../useComplaint';
import { Course } from './Course';
import '../../../i18n/complaints';

const { show, page } = shownPage();

const ORDER = { number: 3, text: 'Gi en plan', responsible: 'Enheten', due: '2020-01-01', overdue: true };
const WAITS = { waiting: [], orders: [], events: [], questions: [], grounds: [], rejection: null };
const GUIDANCE = { grounds: [], next_steps: [], late: '' } as unknown as Guidance;

async function open(complaint: Record<string, unknown>): Promise<string> {
  const all = { ...WAITS, capacity: 'owner', today: '2020-02-01', may: ['closed'], ...complaint };
  await show(
    <MemoryRouter>
      <Course
        acting={{ act: async () => true, said: null } as unknown as Acting}
        complaint={all as unknown as ComplaintAnswer}
        guidance={GUIDANCE}
      />
    </MemoryRouter>,
  );
  return page.textContent ?? '';
}

test('what was reported as done is not called undone', async () => {
  const late = { status: 'follow-up', next_steps: true };
  const undone = 'Det som skulle vært gjort, er ikke gjort.';
  expect(await open({ ...late, orders: [{ ...ORDER, reported_on: null, confirmed_on: null }] })).toContain(
    undone,
  );
  const reported = await open({
    ...late,
    orders: [{ ...ORDER, reported_on: '2020-01-20', confirmed_on: null }],
  });
  expect(reported).not.toContain(undone);
  expect(reported).toContain('Er det ikke gjort, kan du gå videre her:');
});

test('where the complaint was upheld and nothing is written down to be done, that is said', async () => {
  const came = { number: 2, action: 'outcome-came', at: '2020-01-20T12:00:00Z', by: 'Enheten' };
  const events = (verdict: string) => ({ status: 'outcome', events: [{ ...came, said: { verdict } }] });
  expect(await open(events('upheld'))).toContain('er ikke skrevet inn her ennå');
  expect(await open(events('not-upheld'))).toContain('Ingenting venter.');
});

test('whoever gives a form up is at the button that opened it', async () => {
  await open({ status: 'outcome', may: ['ordered', 'closed'] });
  const button = (words: string) =>
    [...page.querySelectorAll('button')].find(({ textContent }) => textContent === words);
  await act(async () => there(button('Avslutt klagen')).click());
  await act(async () => there(button('Avbryt')).click());
  expect(document.activeElement?.textContent).toBe('Avslutt klagen');
});
