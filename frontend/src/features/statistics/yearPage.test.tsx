// @vitest-environment jsdom
import { MemoryRouter, Route, Routes } from 'react-router';
import { expect, test, vi } from 'vitest';
import { todayInNorway } from '../../domain/dates';
import { shownPage } from '../../ui/testing/shown';
import { YearPage } from './YearPage';

const { show, page } = shownPage();

test('before there is a report it is said what freezing one means, and from when it can be done', async () => {
  vi.stubGlobal('fetch', async (path: string) =>
    Response.json(path.endsWith('/years') ? { years: [], may_freeze: null } : []),
  );
  await show(
    <MemoryRouter initialEntries={['/enhet/9950/arsrapport']}>
      <Routes>
        <Route element={<YearPage />} path="/enhet/:municipality/arsrapport" />
      </Routes>
    </MemoryRouter>,
  );
  const year = Number(todayInNorway().slice(0, 4));
  await vi.waitFor(() => expect(page.textContent).toContain('låse rapporten, og da endrer ingenting den'));
  expect(page.textContent).toContain(`Rapporten for ${year} kan tidligst låses 1. januar ${year + 1}.`);
});

test('a year whose end is still being counted is not offered, and it is said from when it is', async () => {
  vi.stubGlobal('fetch', async (path: string) =>
    path.endsWith('/years')
      ? Response.json({ years: [], may_freeze: null, waits_until: '2027-01-04' })
      : new Response(null, { status: 422 }),
  );
  await show(
    <MemoryRouter initialEntries={['/enhet/9950/arsrapport?ar=x']}>
      <Routes>
        <Route element={<YearPage />} path="/enhet/:municipality/arsrapport" />
      </Routes>
    </MemoryRouter>,
  );
  await vi.waitFor(() =>
    expect(page.textContent).toContain(
      '2026 er over. Rapporten kan låses når det som står i planene er talt',
    ),
  );
  expect(page.textContent).toContain('senest 4. januar 2027.');
  expect(page.textContent).not.toContain('Lås rapporten');
});
