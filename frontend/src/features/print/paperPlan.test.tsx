// @vitest-environment jsdom
import { expect, test, vi } from 'vitest';
import { FIELDS } from '../../domain/contract';
import { groupParts } from '../../domain/grouping';
import type { CommentView, Kind, PartView, PlanView } from '../../domain/types';
import type { Line, PartCopy } from '../../sync';
import { shownPage } from '../../ui/testing/shown';
import { ORDER } from './PaperFacts';
import { PaperPlan } from './PaperPlan';
import { partsOnPaper } from './paperParts';

const { show, page } = shownPage();
const part = (kind: Kind, title = '') =>
  ({ id: kind, kind, title, responsible: 'school', position: 1 }) as unknown as PartView;
const PARTS = [part('about-me'), part('goal', 'Bo selv'), part('measure', 'Leksehjelp'), part('own-notes')];
const PLAN = {
  id: 'p',
  me: 'school',
  owner_name: 'Runa Elvestad',
  participants: [
    { id: 'owner', name: 'Runa Elvestad', role: 'owner', organisation: '' },
    { id: 'school', name: 'Silje Tangen', role: 'school', organisation: 'Solvik skole' },
  ],
  former: [],
  parts: PARTS,
} as unknown as PlanView;

const line = (text: string, attributes: Record<string, unknown> = {}): Line => ({
  attributes,
  runs: [{ text, marks: {} }],
});

async function printed(
  copies: Record<string, PartCopy>,
  comments: Record<string, CommentView[] | null> = {},
): Promise<string> {
  await show(
    <PaperPlan
      chapters={groupParts(PARTS.filter(({ id }) => id in copies))}
      comments={new Map(Object.entries(comments))}
      copies={new Map(Object.entries(copies))}
      plan={PLAN}
    />,
  );
  return page.textContent ?? '';
}

test('one’s own notes are on the paper only when one says so', () => {
  const kinds = (ownNotes: boolean) =>
    partsOnPaper(PLAN, { comments: false, ownNotes }).map(({ kind }) => kind);
  expect(kinds(false)).toEqual(['about-me', 'goal', 'measure']);
  expect(kinds(true)).toEqual(['about-me', 'goal', 'measure', 'own-notes']);
});

test('fields are words under their names, and empty ones are left out', async () => {
  const fields = {
    title: 'Leksehjelp',
    extent: 'To dager',
    status: 'started',
    goal: 'goal',
    due: '2027-06-11',
  };
  const words = await printed({ measure: { fields, lines: [] } });
  expect(page.querySelector('input, textarea, select')).toBeNull();
  for (const said of [
    'Leksehjelp',
    'To dager',
    'I gang',
    'Bo selv',
    '11. juni 2027',
    'Silje Tangen, skole',
  ]) {
    expect(words).toContain(said);
  }
  expect(words).not.toMatch(/Ikke fylt ut|Starter|vedtak\?/u);
});

test('the facts stand in the order of the page, and none is forgotten', async () => {
  const fields = { goal: 'goal', decision: 'granted', due: '2027-06-11', start: '2027-01-01', how: 'Sammen' };
  await printed({ measure: { fields: { ...fields, extent: 'To dager', status: 'started' }, lines: [] } });
  expect([...page.querySelectorAll('dt')].map(({ textContent }) => textContent)).toEqual([
    'Hvor langt er det kommet?',
    'Hvor mye og hvor ofte?',
    'Starter',
    'Ferdig innen',
    'Hvem har ansvaret?',
    'Hvordan gjøres det?',
    'Hvilket mål hører det til?',
    'Er det gjort et vedtak?',
    'Område',
  ]);
  const names = Object.values(FIELDS).flatMap((of) => Object.keys(of));
  expect(names.filter((name) => name !== 'title' && !ORDER.includes(name))).toEqual([]);
});

test('paper, which is read in other years, has the year of every day', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-11-29T12:00:00Z') });
  try {
    const words = await printed({ measure: { fields: { start: '2026-08-24' }, lines: [] } });
    expect(words).toContain('24. august 2026');
  } finally {
    vi.useRealTimers();
  }
});

test('text keeps its headings and the markers of its lists', async () => {
  const lines = [
    line('En god dag', { kind: 'heading', level: 1 }),
    line('først', { kind: 'ordered' }),
    line('så', { kind: 'ordered' }),
    line('ellers', { kind: 'bullet' }),
  ];
  await printed({ 'about-me': { fields: {}, lines } });
  expect(page.querySelector('h4')?.textContent).toBe('En god dag');
  const listed = [...page.querySelectorAll('.paper__line')].map(({ textContent }) => textContent);
  expect(listed).toEqual(['1. først', '2. så', '• ellers']);
});

test('a part that could not be opened says so, and so do comments that were not answered', async () => {
  const words = await printed({ goal: null }, { goal: null });
  expect(words).toContain('Denne delen kunne ikke åpnes');
  expect(words).toContain('Kommentarene kunne ikke hentes');
});

test('conversations that are not done are on the paper with who said what', async () => {
  const said = (id: string, more: Partial<CommentView> = {}) =>
    ({
      id,
      author: { id: 'owner', name: 'Runa Elvestad', role: 'owner' },
      created_at: '2026-11-25T12:00:00Z',
      text: id,
      reply_to: null,
      anchor: null,
      quote: '',
      resolved_at: null,
      removed_at: null,
      ...more,
    }) as CommentView;
  const words = await printed(
    { goal: { fields: {}, lines: [] } },
    {
      goal: [
        said('spørsmål', { quote: 'bo' }),
        said('svar', { reply_to: 'spørsmål' }),
        said('ferdig', { resolved_at: 'da' }),
      ],
    },
  );
  expect(words).toContain('«bo»');
  expect(words).toMatch(/Runa Elvestad.*2026.*spørsmål.*svar/u);
  expect(words).not.toContain('ferdig');
});

test('who reads a plan that may have more parts is told so on the paper, and its owner is not', async () => {
  expect(await printed({})).toContain('Planen kan ha flere deler');
});

test('a goal that is put away is named on the paper, and not called one that is not shared', async () => {
  const plan = { ...PLAN, put_away: [part('goal', 'Bo selv')], parts: [part('measure')] };
  await show(
    <PaperPlan
      chapters={groupParts(plan.parts)}
      comments={new Map()}
      copies={new Map([['measure', { fields: { goal: 'goal' }, lines: [] }]])}
      plan={plan as unknown as PlanView}
    />,
  );
  expect(page.textContent).toContain('Bo selv (lagt bort)');
});
