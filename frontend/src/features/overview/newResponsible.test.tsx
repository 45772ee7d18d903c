// @vitest-environment jsdom
import { MemoryRouter } from 'react-router';
import { expect, test } from 'vitest';
import type { PlanView } from '../../domain/types';
import type { Fields } from '../../sync';
import { shownPage } from '../../ui/testing/shown';
import { NewResponsible } from './NewResponsible';

const { show, page } = shownPage();
const person = (role: string, name: string) => ({ id: role, name, role, organisation: '' });
const measure = (id: string, responsible: string | null, level = 'edit') => ({
  id,
  kind: 'measure',
  title: id,
  responsible,
  level,
  visible_to: [],
});
const PEOPLE = ['owner', 'coordinator', 'substitute', 'representative', 'school'];
const planOf = (me: string, parts: unknown[]) =>
  ({
    id: 'p',
    me,
    owner_name: 'Runa Elvestad',
    participants: PEOPLE.map((role) => person(role, role)),
    former: [person('gp', 'Anders Myhre')],
    parts,
  }) as unknown as PlanView;
const OF_EACH = [
  measure('of the doctor', 'gp'),
  measure('of the school', 'school'),
  measure('of nobody', null),
];
const ARRIVED = { 'of the doctor': {}, 'of the school': {}, 'of nobody': {} };

async function listed(plan: PlanView, fields: Record<string, Fields>): Promise<string[]> {
  await show(
    <MemoryRouter>
      <NewResponsible fields={new Map(Object.entries(fields))} plan={plan} />
    </MemoryRouter>,
  );
  return [...page.querySelectorAll('li a')].map(({ textContent }) => textContent ?? '');
}

test.each(['coordinator', 'substitute'])(
  'the %s is shown the measures whose responsible takes part no more, and who that was (rule 10)',
  async (me) => {
    expect(await listed(planOf(me, OF_EACH), ARRIVED)).toEqual(['of the doctor']);
    expect(page.textContent).toContain('Anders Myhre, tidligere deltaker');
    expect(page.textContent).toContain('Åpne tiltaket og velg');
    expect(page.textContent).not.toContain('Der du ikke kan skrive');
  },
);

test.each(['owner', 'representative', 'school'])('the %s is not', async (me) => {
  expect(await listed(planOf(me, OF_EACH), ARRIVED)).toEqual([]);
  expect(page.textContent).toBe('');
});

test('where they may only read, it is said who can choose, and not that they do', async () => {
  const read = [measure('of the doctor', 'gp', 'read')];
  expect(await listed(planOf('coordinator', read), ARRIVED)).toHaveLength(1);
  expect(page.textContent).toContain('Der du ikke kan skrive, kan Runa velge.');
  expect(page.textContent).not.toContain('Åpne tiltaket');
});

test('a measure that is over asks for nobody, nor one of which nothing is known yet', async () => {
  for (const status of ['done', 'stopped'])
    expect(await listed(planOf('coordinator', OF_EACH), { 'of the doctor': { status } })).toEqual([]);
  expect(await listed(planOf('coordinator', OF_EACH), {})).toEqual([]);
});

test('somebody of whom the reader is told nothing is not taken for one who left', async () => {
  expect(await listed(planOf('coordinator', [measure('hidden', 'unknown')]), { hidden: {} })).toEqual([]);
});
