// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act } from 'react';
import { expect, test, vi } from 'vitest';
import type { OwnCase } from '../../../domain/openapi';
import { shownPage } from '../../../ui/testing/shown';
import { there } from '../../../ui/testing/there';
import { OwnCaseView } from './OwnCaseView';
import { ActingFor } from './ownWords';
import '../../../i18n/cases';

const { show, page } = shownPage();

const CASE: OwnCase = {
  id: 'case',
  number: 3,
  code: 'AB-12',
  name: 'Kari',
  expected: null,
  parent: '',
  asked_both: '',
  representatives: [],
  acting: null,
  municipality: 'Sundvåg kommune',
  municipality_number: '9950',
  status: 'clarifying',
  stage: 'Vi ser på meldingen sammen med deg.',
  stages: [
    { stage: 'reported', on: '2020-03-02' },
    { stage: 'clarifying', on: '2020-03-04' },
    { stage: 'decided', on: null },
  ],
  asked: ['plan'],
  consent: 'given',
  waiting: [{ step: 'decide', who: 'case-handler', since: '2020-03-02', due: '2020-04-01', days_late: 3 }],
  reviews: [],
  gone_through: [],
  questions: [{ record: 3, question: 'Hva trenger du mest?', at: '2020-03-04T12:00:00Z' }],
  decisions: [],
  responsibility: { status: 'unset', service: '', services: [], days: 0 },
  coordinator: {
    status: 'none',
    name: '',
    workplace: '',
    candidate: '',
    days_without: null,
    goes: null,
    why: '',
    away: null,
    coming: null,
  },
  plan: { status: 'none', plan: '', next_revision: null, gaps: [], proposed: null },
  departure: '',
  contact_point: '',
  may: ['wish-recorded', 'declined', 'answered'],
  doors: [{ title: 'Klag på rettigheten din', text: 'Når du har fått nei.' }],
};

const open = (own: OwnCase) =>
  show(
    <QueryClientProvider client={new QueryClient()}>
      <OwnCaseView own={own} />
    </QueryClientProvider>,
  );
const words = () => page.textContent ?? '';
const buttons = () => [...page.querySelectorAll('button')].map(({ textContent }) => textContent);

const THERE = { ...CASE.coordinator, status: 'appointed', name: 'Hilde', workplace: 'Helse' };

test('who coordinates is away, or goes: for how long, who stands in, who comes after, and why', async () => {
  await open({ ...CASE, coordinator: { ...THERE, away: { until: '2020-12-20', substitute: 'Marte' } } });
  expect(words()).toContain('Hilde er borte til og med 20. desember 2020. Marte er vikar.');
  await open({ ...CASE, coordinator: { ...THERE, away: { until: null, substitute: '' } } });
  expect(words()).toContain('Hilde er borte, og det er ikke sagt hvor lenge.');
  const coming = { name: 'Tor', workplace: 'Psykisk helse', start: '2020-12-21' };
  await open({ ...CASE, coordinator: { ...THERE, goes: '2020-12-21', why: 'Ny jobb.', coming } });
  expect(words()).toContain('Fra 21. desember 2020 er Hilde ikke koordinator lenger.');
  expect(words()).toContain('Tor, Psykisk helse er koordinator fra 21. desember 2020.');
  expect(words()).toContain('Hvorfor koordinatoren slutter: Ny jobb.');
  await open({ ...CASE, coordinator: { ...CASE.coordinator, days_without: 3, why: 'Ny jobb.' } });
  expect(words()).toContain('Hvorfor koordinatoren sluttet: Ny jobb.');
});

test('no list is announced where nothing waits', async () => {
  await open({ ...CASE, waiting: [] });
  expect([...page.querySelectorAll('ul')].filter(({ children }) => children.length === 0)).toEqual([]);
});

test('the owner reads who does what next, by when, and how late it is', async () => {
  await open(CASE);
  expect(words()).toContain('Enheten skal svare deg. Fristen var 1. april 2020. 3 dager over tiden.');
  expect(words()).toContain('Meldt: 2. mars 2020');
  expect(words()).toContain('Avgjort: ikke ennå');
});

const MOVING = {
  follows: [
    { name: 'asked', title: 'Hva jeg har bedt om', lines: ['koordinator'] },
    { name: 'contact', title: 'Hvordan jeg kan nås', lines: ['400 00 000'] },
  ],
  municipalities: [{ number: '9951', name: 'Berg kommune' }],
  sent: [],
};

test('who has moved chooses what follows, nothing is chosen before, and it is sent or taken on paper', async () => {
  const sent: unknown[] = [];
  let arrive = () => {};
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  vi.stubGlobal('fetch', async (_: string, init?: RequestInit) => {
    if (init?.method !== 'POST') return Response.json(MOVING);
    sent.push(JSON.parse(String(init.body)));
    await arrived;
    return Response.json({ code: 'AB-CD', status: 'received', text: '' }, { status: 201 });
  });
  await open({ ...CASE, status: 'moved', may: ['passed-on'] });
  await vi.waitFor(() => expect(words()).toContain('Hva skal følge med?'));
  const boxes = [...page.querySelectorAll<HTMLInputElement>('input[type=checkbox]')];
  expect(boxes.map(({ checked }) => checked)).toEqual([false, false]);
  expect(page.querySelector('.moving__paper')).toBeNull();
  await act(async () => there(boxes[0]).click());
  expect(page.querySelector('.moving__paper')?.textContent).toContain('koordinator');
  expect(page.querySelector('.moving__paper')?.textContent).not.toContain('400 00 000');
  const where = page.querySelector('select') as HTMLSelectElement;
  await act(async () => {
    where.value = '9951';
    where.dispatchEvent(new Event('change', { bubbles: true }));
  });
  expect(page.querySelector('.moving__paper')).toBeNull();
  const send = [...page.querySelectorAll('button')].find(({ textContent }) =>
    textContent?.includes('Send til'),
  );
  await act(async () => there(send).click());
  await act(async () => there(send).click());
  await act(async () => arrive());
  expect(sent).toEqual([{ expected: 3, municipality: '9951', follows: ['asked'] }]);
  await vi.waitFor(() => expect(words()).toContain('AB-CD'));
});

test('whoever acts for the owner reads what follows about the owner by name', async () => {
  vi.stubGlobal('fetch', async () => Response.json(MOVING));
  await show(
    <QueryClientProvider client={new QueryClient()}>
      <ActingFor.Provider value="Kari">
        <OwnCaseView own={{ ...CASE, status: 'moved', may: ['passed-on'] }} />
      </ActingFor.Provider>
    </QueryClientProvider>,
  );
  await vi.waitFor(() => expect(words()).toContain('Hvor flytter Kari?'));
  expect(words()).toContain('alltid vite hva Kari heter');
});

test('what can be answered now stands there, each with a button that says what happens', async () => {
  await open(CASE);
  expect(page.querySelector('label')?.textContent).toBe('Hva trenger du mest?');
  expect(buttons()).toEqual(['Send svaret', 'Si hvem du vil ha som koordinator', 'Si nei til alt']);
  await open({ ...CASE, may: [], questions: [] });
  expect(buttons()).toEqual([]);
  expect(words()).toContain('Du trenger ikke gjøre noe nå.');
});

test('whose place is empty reads for how many days, and what to do if nothing happens', async () => {
  await open({ ...CASE, coordinator: { ...CASE.coordinator, days_without: 12 } });
  expect(words()).toContain('Du har vært uten koordinator i 12 dager.');
  expect(words()).toContain('Klag på rettigheten din');
});

test('a disagreement about who is responsible is told with its days, and ends with who it is', async () => {
  const disputed = { status: 'disputed', service: '', services: ['NAV', 'Helse'], days: 20 };
  await open({ ...CASE, responsibility: disputed });
  expect(words()).toContain(
    'NAV og Helse er ikke enige om hvem som har hovedansvaret. Det har vart i 20 dager.',
  );
  expect(words()).toContain('Saken heter AB-12 i meldinger og e-post.');
  await open({ ...CASE, responsibility: { status: 'decided', service: 'Helse', services: [], days: 0 } });
  expect(words()).toContain('Hovedansvaret har Helse. Det har kommunen bestemt.');
});

test('whoever gives up is back on the button, and what is not filled in is said', async () => {
  await open(CASE);
  const press = (name: string) =>
    act(() => {
      there([...page.querySelectorAll('button')].find(({ textContent }) => textContent === name)).click();
    });
  await press('Si nei til alt');
  expect(document.activeElement?.textContent).toContain('Da stopper saken.');
  await press('Avbryt');
  expect(document.activeElement?.textContent).toBe('Si nei til alt');
  await press('Send svaret');
  expect(words()).toContain('Skriv svaret først.');
  expect(document.activeElement).toBe(page.querySelector('textarea'));
});

test('how one complains is said once about answers that say it alike', async () => {
  const decided = { reason: '', basis: 'health', known_on: '2020-03-20', outcome: 'refused' } as const;
  await open({
    ...CASE,
    decisions: [
      { ...decided, thing: 'plan', text: 'Du får ikke plan.\n\nDu kan klage.\n\nDet er gratis.' },
      { ...decided, thing: 'coordinator', text: 'Du får ingen nå.\n\nDu kan klage.\n\nDet er gratis.' },
    ],
  });
  expect(words().match(/Du kan klage/g)).toHaveLength(1);
  expect(words().match(/Beskjed gitt 20. mars 2020./g)).toHaveLength(2);
  const titles = [...page.querySelectorAll('h3')].map(({ textContent }) => textContent);
  expect(titles).toContain('Dette gjelder plan og koordinator');
  expect(titles.filter((title) => title?.endsWith(': nei'))).toEqual(['Plan: nei', 'Koordinator: nei']);
});

test('the owner reads who wrote what was gone through, and that they are said to have approved', async () => {
  const gone = { number: 9, event: null, day: null, done: true, reason: '', on: '2020-04-02' } as const;
  const byHilde = { ...gone, actor: 'coordinator', by: 'Hilde' } as const;
  await open({
    ...CASE,
    gone_through: [
      byHilde,
      { ...byHilde, number: 8, event: 'discharge', day: '2020-03-30', done: false, reason: 'Var syk.' },
    ],
  });
  expect(words()).toContain('Det er skrevet at du har godkjent den.');
  expect(words()).toContain('Skrevet av Hilde, som var koordinator, 2. april 2020.');
  expect(words()).toContain('Skrives ut fra sykehuset, 30. mars 2020. Det kunne ikke gjøres.');
  expect(words()).toContain('Var syk.');
  expect(words()).toContain('Si fra til koordinatoren eller enheten.');
});

test('where it is asked, the owner is offered to sign that somebody may coordinate (rule 1)', async () => {
  await open(CASE);
  expect(buttons()).not.toContain('Les og skriv under på at noen kan koordinere');
  const wait = {
    step: 'sign-coordination',
    who: 'owner',
    since: '2020-03-05',
    due: null,
    days_late: 0,
  } as const;
  await open({ ...CASE, waiting: [wait], may: ['coordination-consented'] });
  expect(words()).toContain('Du kan skrive under på at noen kan koordinere.');
  expect(buttons()).toContain('Les og skriv under på at noen kan koordinere');
});

test('before a parent stops acting for them, child and parent read how the parent goes on taking part (rule 12)', async () => {
  const until = '2026-12-31';
  await open({ ...CASE, representatives: [{ person: 'mor', name: 'Marit', basis: 'parents', until }] });
  expect(words()).toContain(
    'Vil du at Marit skal være med videre, inviterer du dem til planen som pårørende',
  );
  await open({ ...CASE, representatives: [{ person: 'g', name: 'Geir', basis: 'guardian', until }] });
  expect(words()).not.toContain('som pårørende');
  await show(
    <QueryClientProvider client={new QueryClient()}>
      <ActingFor value="Mia">
        <OwnCaseView own={{ ...CASE, acting: { owner: 'Mia', basis: 'parents', until } }} />
      </ActingFor>
    </QueryClientProvider>,
  );
  expect(words()).toContain(
    'Fra dagen etter bestemmer Mia selv. Mia kan invitere deg til planen som pårørende',
  );
});
