// @vitest-environment jsdom
import { notifyManager, QueryClient, useQuery } from '@tanstack/react-query';
import { act } from 'react';
import { createMemoryRouter, RouterProvider } from 'react-router';
import { expect, test, vi } from 'vitest';
import { Problem } from '../../api';
import { shownPage } from '../testing/shown';
import { there } from '../testing/there';
import { Answered } from './Answered';

notifyManager.setScheduler(queueMicrotask);
const { show, page } = shownPage();
let answer: () => string = () => 'first';

function Page() {
  const asked = useQuery({ queryKey: ['words'], queryFn: async () => answer() });
  return (
    <Answered loading="Henter" of={asked}>
      {(words) => (
        <>
          <p>{words}</p>
          <input aria-label="Her" />
        </>
      )}
    </Answered>
  );
}

const fails = (type: string, status: number) => () => {
  throw new Problem({ type, title: '', status });
};

async function opened() {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const router = createMemoryRouter([{ path: '/', element: <Page /> }]);
  await show(<RouterProvider router={router} />, queries);
  return (next: () => string) => {
    answer = next;
    return act(() => queries.invalidateQueries());
  };
}

test('what was answered stays, with the focus in it, where it cannot be asked for again', async () => {
  answer = () => 'first';
  const again = await opened();
  await act(() => vi.waitFor(() => expect(page.textContent).toBe('first')));
  const box = there(page.querySelector('input'));
  box.focus();
  for (const next of [() => 'second', fails('unavailable', 503), fails('too-many-requests', 429)]) {
    await again(next);
    expect(page.textContent).toBe('second');
    expect(page.querySelector('input')).toBe(box);
    expect(document.activeElement).toBe(box);
  }
});

test('what is no longer theirs to see goes', async () => {
  answer = () => 'first';
  const again = await opened();
  await act(() => vi.waitFor(() => expect(page.textContent).toBe('first')));
  await again(fails('not-found', 404));
  expect(page.textContent).toContain('Vi finner ikke siden');
  expect(page.textContent).not.toContain('first');
});

test('before there is an answer it says so, and why there is none', async () => {
  let answers: (words: string) => void = () => undefined;
  const waits = new Promise<string>((resolve) => {
    answers = resolve;
  });
  answer = () => waits as unknown as string;
  await opened();
  expect(page.textContent).toContain('Henter');
  answers('late');
  await act(() => vi.waitFor(() => expect(page.textContent).toBe('late')));
  await show(null);
  answer = fails('unavailable', 503);
  await opened();
  await act(() => vi.waitFor(() => expect(page.textContent).toContain('Noe gikk galt hos oss')));
});
