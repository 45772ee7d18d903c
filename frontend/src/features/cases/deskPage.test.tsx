// @vitest-environment jsdom
import { act } from 'react';
import { MemoryRouter, Route, Routes } from 'react-router';
import { beforeEach, expect, test, vi } from 'vitest';
import { shownPage } from '../../ui/testing/shown';
import { there } from '../../ui/testing/there';
import { DeskPage } from './DeskPage';

const { show, page } = shownPage();
const ages = { fresh: 51, aging: 0, late: 0 };
const row = (name: string) => ({ id: name, name, asked: ['plan'], age_days: 1, handler: '', next: null });
const asked: string[] = [];

function answer(path: string) {
  asked.push(path);
  if (!path.startsWith('/api/units/9950/cases')) return new Response('{}', { status: 404 });
  if (path.includes('status=open')) return Response.json({ ages, cases: [row('Åpen')], after: null });
  const second = path.includes('after=');
  return Response.json({
    ages,
    cases: [row(second ? 'Siste' : 'Første')],
    after: second ? null : '2026-11-29/a',
  });
}

beforeEach(() => {
  asked.length = 0;
  vi.stubGlobal('fetch', async (path: string) => answer(path));
});

const desk = (where: string) =>
  show(
    <MemoryRouter initialEntries={[where]}>
      <Routes>
        <Route element={<DeskPage />} path="/desk/:municipality" />
      </Routes>
    </MemoryRouter>,
  );

test('a case beyond the first page is found', async () => {
  await desk('/desk/9950');
  await vi.waitFor(() => expect(page.textContent).toContain('Første'));
  const more = [...page.querySelectorAll('button')].find(({ textContent }) => textContent === 'Vis flere');
  await act(async () => there(more).click());
  await vi.waitFor(() => expect(page.textContent).toContain('Siste'));
  expect(asked).toContain('/api/units/9950/cases?after=2026-11-29%2Fa');
  expect(page.textContent).toContain('Første');
  expect(page.textContent).not.toContain('Vis flere');
});

test('a case that was answered is found', async () => {
  await desk('/desk/9950?andre');
  await vi.waitFor(() => expect(page.textContent).toContain('Åpen'));
});
