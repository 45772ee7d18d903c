// @vitest-environment jsdom
import '../testing/jsdom';

import { QueryClient } from '@tanstack/react-query';
import { act } from 'react';
import { MemoryRouter } from 'react-router';
import { expect, test, vi } from 'vitest';
import { keys } from '../../api';
import type { Me } from '../../domain/types';
import { SimplePage } from '../SimplePage';
import { shownPage } from '../testing/shown';

const { show, page } = shownPage();

test('a page outside a plan says who is logged in and lets them out, and asks nobody who it is', async () => {
  const asked = vi.fn((_path: string) =>
    Promise.resolve(Response.json({ unread: 2, messages: [], before: null })),
  );
  vi.stubGlobal('fetch', asked);
  const shown = (
    <MemoryRouter>
      <SimplePage>Innhold</SimplePage>
    </MemoryRouter>
  );
  await show(shown);
  expect(page.querySelector('header')?.textContent).not.toContain('logget inn');
  const queries = new QueryClient();
  queries.setQueryData<Me>(keys.me, { id: 'm', name: 'Torunn Lie' } as Me);
  await show(<div>{shown}</div>, queries);
  await act(async () => void (await import('./SignedIn')));
  expect(page.querySelector('header')?.textContent).toContain('Du er logget inn som Torunn Lie');
  expect(page.querySelector('header')?.textContent).toContain('Logg ut');
  expect(asked.mock.calls.map(([path]) => path)).toEqual(['/api/messages']);
  await act(async () => new Promise((done) => setTimeout(done)));
  expect(page.querySelector('header')?.textContent).toContain('Meldinger (2 nye)');
});
