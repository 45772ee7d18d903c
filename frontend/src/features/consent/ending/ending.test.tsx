// @vitest-environment jsdom
import { act } from 'react';
import { expect, test, vi } from 'vitest';
import { namedIn } from '../../../domain/people';
import type { ParticipantView, PlanView } from '../../../domain/types';
import { shownPage } from '../../../ui/testing/shown';
import { there } from '../../../ui/testing/there';
import { EndButton } from './EndButton';
import { mayEnd } from './ending';

const person = (role: ParticipantView['role']): ParticipantView => ({
  id: role,
  name: `Navn ${role}`,
  role,
  organisation: '',
});
const ALL = [person('owner'), person('representative'), person('coordinator'), person('school')];
const planOf = (me: string, may_sign: boolean) =>
  ({ id: 'p', me, may_sign, participants: ALL, former: [person('gp')] }) as unknown as PlanView;
const ended = (plan: PlanView) => ALL.filter((each) => mayEnd(plan, each)).map(({ id }) => id);

test('a participation is ended by who may sign, a coordinator’s by nobody here (rule 13)', () => {
  expect(ended(planOf('owner', true))).toEqual(['representative', 'school']);
  expect(ended(planOf('representative', true))).toEqual(['school']);
  expect(ended(planOf('coordinator', false))).toEqual([]);
});

test('who takes part no more is named as such', () => {
  expect(namedIn(planOf('owner', true), 'gp')).toEqual({ person: person('gp'), former: true });
  expect(namedIn(planOf('owner', true), 'school')?.former).toBe(false);
  expect(namedIn(planOf('owner', true), 'nobody')).toBeUndefined();
});

const { page, show } = shownPage();

test('the button says whose participation it ends', async () => {
  const onEnd = vi.fn();
  await show(<EndButton person={person('school')} onEnd={onEnd} />);
  const button = page.querySelector('button');
  expect(button?.getAttribute('aria-label')).toBe('Avslutt deltakelsen til Navn school');
  await act(() => there(button).click());
  expect(onEnd).toHaveBeenCalledWith(person('school'));
  await show(<EndButton person={person('coordinator')} onEnd={null} />);
  expect(page.querySelector('button')).toBeNull();
});
