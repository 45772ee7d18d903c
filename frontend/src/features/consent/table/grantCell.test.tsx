// @vitest-environment jsdom
import { act } from 'react';
import { expect, test } from 'vitest';
import type { GrantsView, ParticipantView, PlanView } from '../../../domain/types';
import { shownPage } from '../../../ui/testing/shown';
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

function Cells({ person }: { person: ParticipantView }) {
  signing = useSigning(PLAN, VIEW);
  const grants = { view: VIEW, names: NAMES, signing, endOf: () => null };
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
