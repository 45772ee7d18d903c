// @vitest-environment jsdom
import { MemoryRouter, Route, Routes } from 'react-router';
import { beforeEach, expect, test, vi } from 'vitest';
import { shownPage } from '../../ui/testing/shown';
import { OverviewPage } from './OverviewPage';

const { show, page } = shownPage();
const count = {
  key: 'reports',
  number: 'C1',
  shows_total: true,
  total: 12,
  areas: [{ name: 'child', number: null }],
  values: [{ name: 'owner', number: 0 }],
  services: [],
  days: null,
  per_person: null,
  by: 'service',
};
let full = true;

function answer(path: string) {
  if (path === '/api/units') return Response.json([]);
  if (path.includes('/texts/')) return Response.json({ 'statistics.count.reports': 'Meldinger mottatt' });
  const said = {
    month: '2026-11',
    as_of: '2026-11-29',
    finished: false,
    blanked_under: 10,
    services: ['helse'],
  };
  return Response.json({ ...said, full, counts: [count] });
}

beforeEach(() => {
  vi.stubGlobal('fetch', async (path: string) => answer(path));
});

const overview = () =>
  show(
    <MemoryRouter initialEntries={['/enhet/9950/oversikt?area=child']}>
      <Routes>
        <Route element={<OverviewPage />} path="/enhet/:municipality/oversikt" />
      </Routes>
    </MemoryRouter>,
  );

test('a number leads case handlers to its cases, with what was chosen', async () => {
  full = true;
  await overview();
  await vi.waitFor(() => expect(page.textContent).toContain('Meldinger mottatt'));
  const [link] = [...page.querySelectorAll('a')].filter(({ textContent }) => textContent === '12');
  expect(link?.getAttribute('href')).toBe(
    '/enhet/9950/oversikt/saker?area=child&month=2026-11&count=reports',
  );
  expect(page.querySelectorAll('select')).toHaveLength(3);
});

test('whoever sees counts alone has no link and no choice but the month, and a blank says that it is one', async () => {
  full = false;
  await overview();
  await vi.waitFor(() => expect(page.textContent).toContain('Meldinger mottatt'));
  expect(page.querySelectorAll('table a')).toHaveLength(0);
  expect(page.querySelectorAll('select')).toHaveLength(1);
  expect(page.textContent).toContain('–vises ikke');
  expect(page.textContent).toContain('Tall under 10 vises ikke');
});

test('the months are those of Norway, wherever the reader is', async () => {
  full = true;
  vi.useFakeTimers({ now: Date.parse('2026-12-31T23:30:00Z'), toFake: ['Date'] });
  try {
    await overview();
    await vi.waitFor(() => expect(page.querySelector('select')?.options[0]?.value).toBe('2027-01'));
  } finally {
    vi.useRealTimers();
  }
});
