// @vitest-environment jsdom
import { QueryClient } from '@tanstack/react-query';
import { act } from 'react';
import { expect, test, vi } from 'vitest';
import { keys } from '../../../api';
import { shownPage } from '../../../ui/testing/shown';
import { buttonIn, there, type } from '../../../ui/testing/there';
import { OwnTimeOff } from './OwnTimeOff';
import './words';

const { page, show } = shownPage();
const KNOWN = { municipality: '9901', name: 'Lia', version: 3, since: '2026-11-01', until: '2026-11-30' };

async function shown() {
  const saved: unknown[] = [];
  vi.stubGlobal('fetch', async (_: string, options?: { method?: string; body?: string }) => {
    if (options?.method === 'PUT') saved.push(JSON.parse(there(options.body)));
    return Response.json([{ ...KNOWN, substitute: null }]);
  });
  const queries = new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } } });
  queries.setQueryData(keys.timeOff, [{ ...KNOWN, substitute: null }]);
  await show(<OwnTimeOff />, queries);
  return saved;
}

const boxes = () => [...page.querySelectorAll<HTMLInputElement>('.date-box input[type=text]')];
const save = () => act(async () => buttonIn(page, 'Lagre fraværet').click());

test.each(['31.11.2026', '31.02'])(
  'no other time off is saved than the "%s" on the screen',
  async (typed) => {
    const saved = await shown();
    const last = there(boxes()[1]);
    await type(last, typed);
    await save();
    expect([saved, document.activeElement, last.value]).toEqual([[], last, typed]);
    expect(last.getAttribute('aria-invalid')).toBe('true');
  },
);

test('a day that is written in full is saved, and so is an empty one', async () => {
  const saved = await shown();
  await type(there(boxes()[1]), '');
  await type(there(boxes()[0]), '02.11.2026');
  await save();
  expect(saved).toEqual([{ version: 3, since: '2026-11-02', until: null }]);
});
