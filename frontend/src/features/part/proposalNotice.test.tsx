// @vitest-environment jsdom
import { createMemoryRouter, RouterProvider } from 'react-router';
import { expect, test } from 'vitest';
import type { PartView, PlanView } from '../../domain/types';
import { ProposalTag } from '../../ui/marks/ProposalTag';
import { shownPage } from '../../ui/testing/shown';
import { ProposalNotice } from './ProposalNotice';

const { page, show } = shownPage();
const RUNA = { id: 'runa', name: 'Runa Elvestad', role: 'owner', organisation: '' };
const HILDE = { id: 'hilde', name: 'Hilde Solberg', role: 'coordinator', organisation: '' };
const BOTH = ['runa', 'hilde'].map((participant) => ({ participant, level: 'edit' }));
const GOAL = { id: 'g', kind: 'goal', created_by: 'hilde', proposed: true, visible_to: BOTH } as PartView;
const PLAN = { id: 'p', owner_name: 'Runa Elvestad', participants: [RUNA, HILDE], former: [] };

async function said(me: string, facts: object = {}, part: object = {}): Promise<string | null> {
  const plan = { ...PLAN, me, may_sign: me === 'runa', ...facts } as unknown as PlanView;
  const element = <ProposalNotice part={{ ...GOAL, ...part } as PartView} plan={plan} />;
  await show(<RouterProvider router={createMemoryRouter([{ path: '/', element }])} />);
  return page.textContent;
}

test('a proposal says whose it is, who sees it and for whom it waits', async () => {
  const decide = 'Bestem hvem som får se';
  expect(await said('runa')).toBe(
    `Dette er et forslag fra Hilde. Bare du og Hilde ser det, til du bestemmer noe mer.${decide}`,
  );
  expect(page.querySelector('a')?.getAttribute('href')).toBe('/plan/p/tilgang?part=g');
  expect(await said('hilde')).toBe(
    'Dette er ditt forslag. Bare du og Runa ser det, til Runa bestemmer noe mer.',
  );
  const alone = { visible_to: BOTH.slice(0, 1) };
  const gone = { participants: [RUNA], former: [HILDE] };
  expect(await said('runa', gone, alone)).toBe(
    `Dette er et forslag fra Hilde. Bare du ser det, til du bestemmer noe mer.${decide}`,
  );
});

test('what is decided of, and what an older server says nothing of, is no proposal', async () => {
  for (const proposed of [false, undefined]) {
    expect(await said('runa', {}, { proposed })).toBe('');
    await show(<ProposalTag part={{ ...GOAL, proposed } as PartView} />);
    expect(page.textContent).toBe('');
  }
  await show(<ProposalTag part={GOAL} />);
  expect(page.textContent).toBe('Forslag');
});
