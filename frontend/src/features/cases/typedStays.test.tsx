// @vitest-environment jsdom
import { notifyManager, QueryClient } from '@tanstack/react-query';
import { act, type ReactElement } from 'react';
import { createMemoryRouter, RouterProvider } from 'react-router';
import { expect, test, vi } from 'vitest';
import { shownPage } from '../../ui/testing/shown';
import { buttonIn, fold, there, type } from '../../ui/testing/there';
import { CoordinatedPage } from './CoordinatedPage';
import { DeskCasePage } from './DeskCasePage';
import { LeaderPage } from './LeaderPage';
import { OwnCasesPage } from './OwnCasesPage';
import { ReportPage } from './ReportPage';

// What is read again is on the page when it has come.
notifyManager.setScheduler(queueMicrotask);
const { page, show } = shownPage();
type Answers = Record<string, unknown>;
type Box = HTMLInputElement | HTMLTextAreaElement;

const NOBODY = {
  status: 'none',
  name: '',
  workplace: '',
  candidate: '',
  days_without: null,
  goes: null,
  away: null,
};
const OWN = {
  id: 'c',
  number: 3,
  code: 'AB',
  name: 'Runa',
  municipality: 'Sundvåg',
  municipality_number: '9950',
  stages: [],
  asked: [],
  waiting: [],
  reviews: [{ record: 7, event: 'changed', day: '2020-03-30', due: '2020-03-30', days_late: 2 }],
  gone_through: [],
  questions: [{ record: 3, question: 'Hva trenger du mest?', at: '2020-03-04T12:00:00Z' }],
  decisions: [],
  responsibility: { status: 'unset', service: '', services: [], days: 0 },
  coordinator: NOBODY,
  plan: { status: 'none', plan: '', next_revision: null, gaps: [], proposed: null },
  representatives: [],
  acting: null,
  may: ['wish-recorded', 'review-done'],
  doors: [],
};
const COORDINATED = {
  id: 'c',
  number: 3,
  code: 'AB',
  name: 'Runa',
  municipality: 'Sundvåg',
  status: 'appointed',
  start: '2020-01-01',
  goes: null,
  away: null,
  plan: { status: 'active', plan: '', proposed: null },
  waiting: [],
  reviews: [],
  others: [],
  may: ['plan-revised', 'revision-came'],
  requires: {},
};
const LATE = [{ step: 'revise', who: 'coordinator', since: '2020-01-01', due: '2020-01-01', days_late: 9 }];
const TIME_OFF = {
  municipality: '9950',
  name: 'Sundvåg',
  since: null,
  until: null,
  substitute: '',
  version: 1,
};
const CASE = {
  number: 3,
  row: { name: 'Runa', asked: ['plan'], consent: 'given', status: 'clarifying', coordinator: {} },
  coordinator: {},
  responsibility: { status: 'none', service: '' },
  criteria: [{ criterion: 'lasting', text: 'Varig', assessed: 'unclear', reason: '' }],
  decisions: [],
  undecided: [],
  representatives: [],
  waiting: [],
  reviews: [],
  may: ['asked', 'assessed', 'subject-corrected'],
  requires: {},
  timeline: [],
};
const ASKED = { number: 4, action: 'asked', said: { question: 'En annens' }, at: '2020-01-01T00:00:00Z' };
const REQUEST = {
  case: 'c',
  code: 'AB',
  proposal: 2,
  since: '2020-01-01',
  person: 'nora',
  name: 'Nora',
  workplace: 'Helse',
  municipality: 'Sundvåg',
  active_cases: 1,
  most_cases: 9,
};
const LEADS = [{ municipality: 'Sundvåg', workplace: 'Helse' }];
const WAYS = { signed_in: false, me: null, providers: [], demo: null };
const TEXTS = '/api/municipalities/9950/texts/report/nb';

interface Form {
  element: ReactElement;
  path: string;
  route: string;
  /** What is opened first. */
  opens: string[];
  answers: Answers;
  /** As they are once somebody else has acted. */
  others: Answers;
}

const FORMS: Record<string, Form> = {
  coordinator: {
    element: <CoordinatedPage />,
    path: '/koordinator',
    route: '/koordinator',
    opens: [
      'Det du kan gjøre for Runa',
      'Skriv at dere har gått gjennom planen',
      'Si fra om at noe er endret',
    ],
    answers: {
      '/api/coordinated-cases': { cases: [COORDINATED], after: null, standing_in: [] },
      '/api/plans': [],
      '/api/time-off': [TIME_OFF],
    },
    // Further on, and under another heading.
    others: {
      '/api/coordinated-cases': {
        cases: [{ ...COORDINATED, number: 4, waiting: LATE }],
        after: null,
        standing_in: [],
      },
      '/api/time-off': [{ ...TIME_OFF, since: '2030-02-01', version: 2 }],
    },
  },
  owner: {
    element: <OwnCasesPage />,
    path: '/',
    route: '/',
    opens: ['Si hvem du vil ha som koordinator', 'Det kunne ikke gjøres'],
    answers: { '/api/my-cases': [OWN], '/api/complaints': { complaints: [] } },
    others: { '/api/my-cases': [{ ...OWN, number: 4, stage: 'Vi jobber videre.' }] },
  },
  unit: {
    element: <DeskCasePage />,
    path: '/enhet/9950/sak/c',
    route: '/enhet/:municipality/sak/:case',
    opens: ['Still et spørsmål', 'Varig: uklart', 'Rett opplysninger om personen'],
    answers: {
      '/api/cases/c': CASE,
      '/api/units/9950/handlers': [],
      '/api/units/9950/coordinators': { coordinators: [] },
    },
    // Somebody did the same three things.
    others: {
      '/api/cases/c': {
        ...CASE,
        number: 6,
        criteria: [{ criterion: 'lasting', text: 'Varig', assessed: 'met', reason: 'Ja.' }],
        timeline: [
          ASKED,
          { ...ASKED, number: 5, action: 'assessed' },
          { ...ASKED, action: 'subject-corrected' },
        ],
      },
    },
  },
  leader: {
    element: <LeaderPage />,
    path: '/leder',
    route: '/leder',
    opens: ['Nei, Nora kan ikke'],
    answers: { '/api/release-requests': { leads: LEADS, requests: [REQUEST], after: null } },
    others: {
      '/api/release-requests': { leads: LEADS, requests: [{ ...REQUEST, active_cases: 2 }], after: null },
    },
  },
  report: {
    element: <ReportPage />,
    path: '/meld',
    route: '/meld',
    opens: [],
    answers: {
      '/api/municipalities': [{ number: '9950', name: 'Sundvåg' }],
      [TEXTS]: {},
      '/api/login': WAYS,
    },
    // They log in in another tab.
    others: { '/api/login': { ...WAYS, signed_in: true }, [TEXTS]: { 'report.title': 'Meld' } },
  },
};

let answers: Answers = {};

async function opened({ element, path, route, opens, ...form }: Form): Promise<QueryClient> {
  answers = form.answers;
  vi.stubGlobal('fetch', async (asked: string) =>
    asked in answers ? Response.json(answers[asked]) : Response.json({ type: 'not-found' }, { status: 404 }),
  );
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const router = createMemoryRouter([{ path: route, element }], { initialEntries: [path] });
  await show(<RouterProvider router={router} />, queries);
  for (const words of opens) {
    await act(() => vi.waitFor(() => buttonIn(page, words)));
    const opener = buttonIn(page, words);
    await (opener.localName === 'summary' ? fold(opener) : act(async () => opener.click()));
  }
  await act(() => vi.waitFor(() => expect(boxes().length).toBeGreaterThan(0)));
  return queries;
}

const boxes = () =>
  [...page.querySelectorAll<Box>('input[type=text], input:not([type]), textarea')].filter(
    ({ readOnly, disabled }) => !readOnly && !disabled,
  );
const isDay = (box: Box) => box.closest('.date-box') !== null;

async function fillAll(): Promise<[Box, string][]> {
  for (const [at, box] of boxes().entries()) {
    box.focus();
    await type(box, isDay(box) ? '01.02.2031' : `Ord ${at}`);
  }
  // Some empty others.
  return boxes().map((box) => [box, box.value]);
}

test.each(Object.entries(FORMS))(
  'what is typed by the %s stays, and the focus, while it is read again',
  async (_, form) => {
    const queries = await opened(form);
    const filled = await fillAll();
    const [last] = there(filled.findLast(([, words]) => words !== ''));
    const ticks = [...page.querySelectorAll<HTMLInputElement>('input[type=checkbox]:not(:checked)')];
    for (const tick of ticks) await act(async () => tick.click());
    last.focus();
    for (const next of [{ ...answers, ...form.others }, {}]) {
      if (Object.keys(next).length > 0) answers = next;
      else vi.stubGlobal('fetch', async () => Response.json({ type: 'unavailable' }, { status: 503 }));
      await act(() => queries.invalidateQueries());
      for (const [box, words] of filled) expect([box.isConnected, box.value]).toEqual([true, words]);
      expect(ticks.every((tick) => tick.isConnected && tick.checked)).toBe(true);
      expect(document.activeElement).toBe(last);
    }
    await show(null, queries);
  },
);
