// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { expect, test, vi } from 'vitest';
import type { PlanView } from '../../../domain/types';
import { shownPage } from '../../../ui/testing/shown';
import { EmptyPlace } from './EmptyPlace';

const answers: Record<string, unknown> = {};
vi.mock('../../../api', async (original) => ({
  ...(await original<typeof import('../../../api')>()),
  apiGet: async (path: string) => answers[path],
}));
const { show, page } = shownPage();
const PLAN = { id: 'plan', version: '1' } as PlanView;

async function open(place: object) {
  answers['/api/plans/{plan}/coordinators-place'] = place;
  answers['/api/municipalities/{municipality}/contact/{language}'] = {
    unit: 'Koordinerende enhet',
    municipality: 'Sundvåg kommune',
    lines: [{ kind: 'phone', label: 'Telefon', said: '55 01 24 00', note: '' }],
  };
  await show(
    <QueryClientProvider client={new QueryClient()}>
      <EmptyPlace plan={PLAN} />
    </QueryClientProvider>,
  );
}

test('whoever takes part reads since when nobody coordinates, and whom to call', async () => {
  await open({ empty_since: '2026-03-02', days: 12, municipality: '9950' });
  await vi.waitFor(() => expect(page.textContent).toContain('55 01 24 00'));
  expect(page.textContent).toContain('Planen har vært uten koordinator siden 2. mars 2026, i 12 dager.');
});

test('where none is missing no number of days is counted', async () => {
  await open({ empty_since: null, days: 0, municipality: '' });
  await vi.waitFor(() => expect(page.textContent).toBe('Planen har ingen koordinator du kan se.'));
});
