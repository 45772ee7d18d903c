// @vitest-environment jsdom
import { act } from 'react';
import { expect, test } from 'vitest';
import type { GrantsView, ParticipantView, PlanView } from '../../../domain/types';
import { shownPage } from '../../../ui/testing/shown';
import { there } from '../../../ui/testing/there';
import type { Names } from '../signing/useNames';
import { type Signing, useSigning } from '../signing/useSigning';
import { KindCell, PartCell } from './GrantCell';

const SCHOOL: ParticipantView = { id: 'school', name: 'Kari', role: 'school', organisation: 'Lia skole' };
const ME: ParticipantView = { id: 'me', name: 'Randi', role: 'representative', organisation: '' };
const PLAN = { id: 'p', me: 'me', participants: [SCHOOL, ME] } as unknown as PlanView;
const GOAL = {
  id: 'goal',
  kind: 'goal' as const,
  title: 'Bo alene',
  area: null,
  responsible: null,
  put_away: false,
};
const VIEW = {
  participants: [SCHOOL, ME],
  parts: [GOAL],
  cells: [
    { participant: 'me', part: 'goal', level: 'comment', source: 'part', until: null },
    { participant: 'school', part: 'goal', level: 'edit', source: 'part', until: null },
  ],
  kinds: [{ participant: 'me', kind: 'goal', level: 'read', until: null }],
} as unknown as GrantsView;
const NAMES = { part: ({ title }: { title: string }) => title } as unknown as Names;

const { page, show } = shownPage();
let signing: Signing;
let listed = false;

function Cells({ person }: { person: ParticipantView }) {
  signing = useSigning(PLAN, VIEW);
  const grants = { view: VIEW, names: NAMES, signing, listed, endOf: () => null };
  return (
    <>
      <PartCell grants={grants} person={person} part={GOAL} />
      <KindCell grants={grants} person={person} kind="goal" />
      <KindCell grants={grants} person={person} kind="measure" />
    </>
  );
}

function choices(select: Element): string[] {
  return [...select.querySelectorAll<HTMLOptionElement>('option:not(:disabled)')].map(({ value }) => value);
}

test('a representative is offered what they may sign, and reads the rest (rule 13)', async () => {
  await show(<Cells person={SCHOOL} />);
  const selects = [...page.querySelectorAll('select')];
  // Nobody signs the end of a level above their own, which is shown as it is.
  expect(selects.map(choices)).toEqual([
    ['none', 'read', 'comment'],
    ['none', 'read'],
  ]);
  expect(selects[0]?.value).toBe('edit');
  expect(page.querySelectorAll('.level')).toHaveLength(3);
});

test('a representative is offered nothing for themselves (rule 13)', async () => {
  await show(<Cells person={ME} />);
  expect(page.querySelectorAll('select')).toHaveLength(0);
});

test('what may not be signed is not among the changes: it would have all of them refused', async () => {
  await show(<Cells person={SCHOOL} />);
  const change = {
    participant: 'school',
    target: { kind: 'goal' as const },
    until: null,
    purpose: '',
    dated: false,
  };
  await act(async () => signing.choose({ ...change, level: 'edit' }));
  expect(signing.changes).toEqual([]);
  await act(async () => signing.choose({ ...change, level: 'read' }));
  expect(signing.changes).toHaveLength(1);
  await act(async () => signing.discard());
});

test('in a list every level is one tap away, and an end is asked for at once', async () => {
  listed = true;
  await show(<Cells person={SCHOOL} />);
  const [first] = page.querySelectorAll('fieldset');
  const radios = [...(first?.querySelectorAll<HTMLInputElement>('input') ?? [])];
  expect(radios.map(({ value, disabled }) => [value, disabled])).toEqual([
    ['none', false],
    ['read', false],
    ['comment', false],
    ['edit', true],
  ]);
  await act(async () => there(radios[1]).click());
  expect(signing.changes).toMatchObject([{ participant: 'school', level: 'read', dated: false }]);
  await act(async () => there(page.querySelector<HTMLButtonElement>('.level__date')).click());
  expect(signing.changes).toMatchObject([{ level: 'read', dated: true, until: null }]);
  expect(signing.open).toBe(true);
  expect(page.querySelector('.level__note')?.textContent).toBe('nå: skrive, sluttdato ikke satt');
  await act(async () => signing.discard());
  listed = false;
});

test('of a kind whose parts have other levels no single level is said', async () => {
  await show(<Cells person={SCHOOL} />);
  const ofGoals = page.querySelectorAll('select')[1];
  expect(ofGoals?.selectedOptions[0]?.textContent).toBe('ulikt');
  const note = document.getElementById(ofGoals?.getAttribute('aria-describedby') ?? '');
  expect(note?.textContent).toBe('nye: ingen');
});
