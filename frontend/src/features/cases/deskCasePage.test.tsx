// @vitest-environment jsdom
import { act } from 'react';
import { createMemoryRouter, RouterProvider } from 'react-router';
import { expect, test, vi } from 'vitest';
import { shownPage } from '../../ui/testing/shown';
import { DeskCasePage } from './DeskCasePage';

const { page, show } = shownPage();
const row = { name: 'Mia Vik', asked: ['plan'], consent: 'given', coordinator: {} };
const found = {
  row,
  coordinator: {},
  responsibility: { status: 'none', service: '' },
  criteria: [],
  decisions: [],
  undecided: [],
  representatives: [],
  waiting: [],
  reviews: [],
  may: [],
  requires: {},
  timeline: [],
};

/** Of a case in that status: what the page asks the server for. */
async function askedOf(status: string): Promise<string[]> {
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (path: string) => {
    asked.push(path);
    if (path !== '/api/cases/c') return new Response('{}', { status: 404 });
    return Response.json({ ...found, row: { ...row, status } });
  });
  const routes = [{ path: '/enhet/:municipality/sak/:case', element: <DeskCasePage /> }];
  const router = createMemoryRouter(routes, { initialEntries: ['/enhet/9950/sak/c'] });
  await show(<RouterProvider router={router} />);
  await act(() => vi.waitFor(() => expect(asked).toContain('/api/cases/c/checklist')));
  expect(page.textContent).toContain('Mia Vik');
  return asked;
}

test.each([
  ['open', true],
  ['decided', false],
  ['closed', false],
])('in a case that is %s whether the owner arrived is asked: %s', async (status, is) => {
  expect((await askedOf(status)).includes('/api/cases/c/owner-arrival')).toBe(is);
});
