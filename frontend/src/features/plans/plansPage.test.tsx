// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { MemoryRouter, Route, Routes } from 'react-router';
import { expect, test, vi } from 'vitest';
import { COORDINATED } from '../../paths';
import { shownPage } from '../../ui/testing/shown';
import { PlansPage } from './PlansPage';

const { show, page } = shownPage();

test.each([
  [{ cases: [{ id: 'case' }], after: null }, true],
  [{ cases: [], after: null, standing_in: [{ id: 'case' }] }, true],
  [{ cases: [], after: null }, false],
])('who has no plan and coordinates %j is led to those they coordinate for: %s', async (coordinated, led) => {
  vi.stubGlobal('fetch', async (url: string) => {
    const found = String(url).includes('coordinated-cases') ? coordinated : [];
    return new Response(JSON.stringify(found), { headers: { 'content-type': 'application/json' } });
  });
  await show(
    <QueryClientProvider client={new QueryClient()}>
      <MemoryRouter>
        <Routes>
          <Route element={<PlansPage />} path="/" />
          <Route element="LED" path={COORDINATED} />
        </Routes>
      </MemoryRouter>
    </QueryClientProvider>,
  );
  await vi.waitFor(() => expect(page.textContent).toMatch(/LED|Du er ikke med i noen plan/u));
  expect(page.textContent === 'LED').toBe(led);
});
