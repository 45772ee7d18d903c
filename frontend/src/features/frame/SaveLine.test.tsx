// @vitest-environment jsdom
import { act } from 'react';
import { createMemoryRouter, RouterProvider } from 'react-router';
import { expect, test, vi } from 'vitest';
import { createQueryClient, keys } from '../../api';
import { FakeSocket } from '../../sync/testing/fakeSocket';
import { shownPage } from '../../ui/testing/shown';
import { there } from '../../ui/testing/there';
import { PlanLayout } from './PlanLayout';
import { ME, PLAN } from './testing/plan';

const { page, show } = shownPage();

test('«Koble til nå» says that it tries, and that it did not help', async () => {
  vi.stubGlobal('WebSocket', FakeSocket);
  vi.stubGlobal('fetch', async () => Response.json([]));
  const queries = createQueryClient();
  queries.setQueryData(keys.me, ME);
  queries.setQueryData(keys.plan('p'), PLAN);
  const router = createMemoryRouter([{ path: '/plan/:plan', Component: PlanLayout }], {
    initialEntries: ['/plan/p'],
  });
  await show(<RouterProvider router={router} />, queries);
  await act(async () => FakeSocket.latest.open());
  await act(async () => FakeSocket.latest.end(1006, ''));
  const line = () => page.querySelector('.save-line__answer')?.textContent;
  const button = [...page.querySelectorAll('button')].find((each) => each.textContent === 'Koble til nå');
  expect(line()).toBe('');
  await act(async () => there(button).click());
  expect(line()).toBe('Kobler til …');
  await act(async () => FakeSocket.latest.end(1006, ''));
  expect(line()).toBe('Fikk ikke kontakt. Vi prøver igjen av oss selv.');
});
