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
  expect(page.textContent).toContain(`Rapporten for ${year} kan låses fra 1. januar ${year + 1}.`);
});
