// @vitest-environment jsdom
import { createMemoryRouter, RouterProvider } from 'react-router';
import { expect, test, vi } from 'vitest';
import { shownPage } from '../../ui/testing/shown';
import { OwnCasesPage } from './OwnCasesPage';

const { page, show } = shownPage();
const CASE = {
  id: 'case',
  name: 'Runa',
  municipality: 'Sundvåg kommune',
  municipality_number: '9950',
  stages: [],
  asked: [],
  waiting: [],
  reviews: [],
  gone_through: [],
  questions: [],
  decisions: [],
  responsibility: { status: 'unset' },
  coordinator: { days_without: null },
  plan: { status: 'none', plan: '' },
  representatives: [],
  acting: null,
  may: [],
  doors: [],
};
const SENT = {
  id: 'c1',
  name: 'Runa',
  addressee: 'Sundvåg kommune',
  status: 'sent',
  sent_on: '2020-03-02',
  waiting: [{ step: 'answer', who: 'case-handler', due: '2020-04-02', days_late: 3, what: '' }],
};

async function opened(complaints: unknown[]) {
  const answers: Record<string, unknown> = { '/api/my-cases': [CASE], '/api/complaints': { complaints } };
  vi.stubGlobal('fetch', async (path: string) =>
    path in answers ? Response.json(answers[path]) : new Response('{}', { status: 404 }),
  );
  const router = createMemoryRouter([{ path: '/', element: <OwnCasesPage /> }]);
  await show(<RouterProvider router={router} />);
  await vi.waitFor(() => expect(page.textContent).toContain('Saken gjelder Runa.'));
}

const links = () => [...page.querySelectorAll('a')].map((each) => each.getAttribute('href'));

test('a complaint that waits stands on the case page: with whom, by when, and where it is', async () => {
  await opened([SENT, { ...SENT, id: 'c2', status: 'drafting', sent_on: null, waiting: [] }]);
  expect(page.textContent).toContain('Klagen er sendt til Sundvåg kommune 2. mars 2020.');
  expect(page.textContent).toContain(
    'Sundvåg kommune skal svare, eller si hvorfor det tar tid. Fristen var 2. april 2020. 3 dager over tiden.',
  );
  expect(page.textContent).toContain('Ellers venter ingenting på noen nå.');
  expect(links()).toContain('/klage/c1');
  expect(links()).not.toContain('/klage/c2');
});

test('where no complaint was sent nothing waits', async () => {
  await opened([{ ...SENT, status: 'drafting', sent_on: null, waiting: [] }]);
  expect(page.textContent).toContain('Ingenting venter på noen nå.');
  expect(page.textContent).toContain('Se hvordan du kan klage');
});
