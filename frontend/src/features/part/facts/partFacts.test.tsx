// @vitest-environment jsdom
import { act, type ReactNode } from 'react';
import { createMemoryRouter, RouterProvider } from 'react-router';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import type { PartView, PlanView } from '../../../domain/types';
import type { Fields } from '../../../sync';
import { shownPage } from '../../../ui/testing/shown';
import { there } from '../../../ui/testing/there';
import { PartFacts } from './PartFacts';

const PART = { id: 'm', kind: 'measure', level: 'edit', document: 'part/m', title: 'Leksehjelp' };
const OWNER = { id: 'me', name: 'Runa', role: 'owner' };
const SCHOOL = { id: 'school', name: 'Silje Tangen', role: 'school' };
const TODAY = new Date('2026-11-29T12:00:00');

const { page, show } = shownPage();
let doc: Y.Doc;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: TODAY });
});

afterEach(() => {
  vi.useRealTimers();
});

interface Options {
  kind?: string;
  editable?: boolean;
  me?: string;
  part?: object;
  decided?: string;
  addMeasure?: ReactNode;
  away?: object[];
}

async function facts(fields: Fields, options: Options = {}): Promise<void> {
  const { kind = 'measure', editable = false, me = 'me', addMeasure = null } = options;
  doc = new Y.Doc();
  const part = { ...PART, kind, ...options.part } as unknown as PartView;
  const plan = {
    id: 'p',
    me,
    next_revision: options.decided ?? null,
    parts: [part],
    put_away: options.away,
    participants: [OWNER, SCHOOL],
    former: [],
  } as unknown as PlanView;
  for (const name of ['title', 'extent', 'how'])
    doc.getMap('fields').set(name, new Y.Text(fields[name] ?? ''));
  const element = (
    <PartFacts
      addMeasure={addMeasure}
      doc={doc}
      editable={editable}
      fields={fields}
      part={part}
      plan={kind === 'goal' ? { ...plan, parts: [part] } : plan}
    />
  );
  await show(<RouterProvider router={createMemoryRouter([{ path: '/', element }])} />);
}

const labels = () => [...page.querySelectorAll('label')].map((label) => label.textContent);
const button = (words: string) =>
  [...page.querySelectorAll('button')].find(({ textContent }) => textContent === words);
const radio = (words: string) =>
  [...page.querySelectorAll('label')]
    .find(({ textContent }) => textContent === words)
    ?.querySelector('input');

test('a measure says that it is no decision on a service, and what was decided (rule 8)', async () => {
  await facts({ decision: 'refused' });
  expect(page.textContent).toContain('Dette er et tiltak i planen, ikke et vedtak.');
  expect(page.textContent).toContain('Er det gjort et vedtak?');
  expect(page.textContent).toContain('Avslått');
});

test('a measure is read first, each fact once and its title not at all, and its fields come when they are asked for', async () => {
  const fields = { title: 'Leksehjelp', extent: 'To timer i uka.', start: '2027-08-24', due: '2028-06-11' };
  await facts(fields, { editable: true, part: { responsible: 'school' } });
  const sentence = 'To timer i uka. Fra 24. august 2027 til 11. juni 2028. Ansvarlig: Silje Tangen.';
  expect(page.querySelector('.sentence')?.textContent).toBe(sentence);
  expect(page.textContent).not.toContain('Leksehjelp');
  expect(page.querySelector('textarea')).toBeNull();
  await act(async () => there(button('Endre')).click());
  expect(labels()).toContain('Hvor mye og hvor ofte?');
  expect(page.querySelector('.sentence')).toBeNull();
  expect(document.activeElement?.tagName).toBe('FIELDSET');
  await act(async () => there(button('Ferdig med å endre')).click());
  expect(page.querySelector('.sentence')?.textContent).toBe(sentence);
});

test('the status is one press away, without opening the fields', async () => {
  await facts({ extent: 'To timer', status: 'planned' }, { editable: true });
  expect(radio('Planlagt')?.checked).toBe(true);
  await act(async () => there(radio('Gjort')).click());
  expect(doc.getMap('fields').get('status')).toBe('done');
});

test('the fields of a new measure are open: there is nothing to read yet', async () => {
  await facts({ title: 'Leksehjelp', status: 'planned' }, { editable: true });
  expect(labels()).toContain('Hvor mye og hvor ofte?');
});

test.each([
  [{ due: '2026-11-01', status: 'started' }, 'Forsinket siden 1. november'],
  [{ start: '2026-10-01', status: 'planned' }, 'Skulle startet 1. oktober'],
  [{ start: '2026-08-31', due: '2026-08-01', status: 'done' }, 'Fristen er før tiltaket starter.'],
])('a measure says on its own page what is wrong with its days: %j', async (fields, words) => {
  for (const editable of [true, false]) {
    await facts(fields, { editable });
    expect(page.textContent).toContain(words);
  }
});

test.each([
  [{ start: '2026-08-24', due: '2027-06-11' }, 'Fra 24. august 2026 til 11. juni 2027.'],
  [{ start: '2025-08-24', due: '2026-06-11' }, 'Fra 24. august 2025 til 11. juni 2026.'],
  [{ start: '2026-12-01', due: '2026-12-24' }, 'Fra 1. desember til 24. desember.'],
])('from one year into another both days have their year: %o', async (days, said) => {
  await facts({ extent: 'To timer', ...days });
  expect(page.textContent).toContain(said);
});

test('a measure for which nobody is responsible says so in full', async () => {
  await facts({ extent: 'To timer' });
  expect(page.textContent).toContain('Ingen har ansvaret ennå.');
});

test('a choice of a newer page is not shown as another, and stays', async () => {
  await facts({ extent: 'To timer', status: 'paused' }, { editable: true });
  expect(radio('Planlagt')?.checked).toBe(false);
  expect(radio('Et valg denne siden ikke kjenner')?.checked).toBe(true);
});

test('a date that is none is shown as it is', async () => {
  await facts({ start: '0026-08-15' }, { kind: 'period' });
  expect(page.textContent).toContain('15.08.0026');
});

test('the days of a plan come in their order, and an end before the start is said', async () => {
  await facts({ start: '2027-08-01', end: '2027-01-01' }, { kind: 'period', editable: true });
  expect(labels()).toEqual(['Planen gjelder fra', 'Planen gjelder til', 'Neste revisjon']);
  expect(page.textContent).toContain('Planen slutter før den begynner.');
});

test('the day that the case has decided stands in place of the field, and what stood there says so', async () => {
  const days = { start: '2027-08-01', next_revision: '2027-02-15' };
  await facts(days, { kind: 'period', editable: true, decided: '2027-05-21' });
  expect(labels()).toEqual(['Planen gjelder fra', 'Planen gjelder til']);
  expect(page.textContent).toContain('Neste revisjon21. mai');
  expect(page.textContent).toContain('Dagen ble satt da planen sist ble gjort gjeldende eller gått gjennom.');
  expect(page.textContent).toContain('Før sto det 15. februar her. Det gjelder ikke lenger.');
  await facts({ next_revision: '2027-05-21' }, { kind: 'period', decided: '2027-05-21' });
  expect(page.textContent).not.toContain('Det gjelder ikke lenger.');
  await facts({ next_revision: '2027-05-21' }, { kind: 'period', decided: '2026-05-21' });
  expect(page.textContent).toContain('Revisjonen skulle vært gjort');
});

test.each([
  ['me', 'Ingen tiltak ennå.'],
  ['school', 'Ingen tiltak du kan se.'],
])('of a goal without measures %s is told what is true for them', async (me, words) => {
  await facts({}, { kind: 'goal', me, addMeasure: <button type="button">Nytt tiltak</button> });
  expect(page.textContent).toContain(words);
  expect(button('Nytt tiltak')).toBeDefined();
});

test.each([true, false])(
  'a goal that is put away is named, and never called one that is not shared (%s)',
  async (editable) => {
    const away = {
      id: 'g',
      kind: 'goal',
      title: 'Bo selv',
      put_away_at: '2026-11-28T12:00:00Z',
      put_away_by: 'me',
    };
    await facts({ goal: 'g' }, { editable, away: [away] });
    expect(page.textContent).toContain('Bo selv (lagt bort)');
    expect(page.textContent).not.toContain('ikke er delt');
  },
);

test('a sentence of others with a long row of stops is read at once', async () => {
  await facts({ extent: `To${' .'.repeat(300_000)}dager. ` });
  expect(page.textContent).toContain('dager.');
});
