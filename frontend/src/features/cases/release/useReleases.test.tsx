// @vitest-environment jsdom
import { act } from 'react';
import { expect, test, vi } from 'vitest';
import type { ReleaseRequest } from '../../../domain/openapi';
import { shownPage } from '../../../ui/testing/shown';
import { there } from '../../../ui/testing/there';
import { useAnswering } from './useReleases';
import './words';

const { show, page } = shownPage();
const REQUESTS = ['a', 'b', 'c'].map(
  (id) => ({ case: id, proposal: 2, name: 'Nora' }) as unknown as ReleaseRequest,
);

function All() {
  const { answerAll, came } = useAnswering();
  return (
    <>
      <button onClick={() => void answerAll(REQUESTS)} type="button">
        Ja
      </button>
      <p role="status">
        {came?.wrong && 'wrong: '}
        {came?.words}
      </p>
    </>
  );
}

test.each([
  ['wrong: Du er ikke spurt om dette lenger.', 'not-found', []],
  ['wrong: Forslaget er endret.', 'outdated', []],
  ['Du sa ja til at Nora kan være koordinator i 1 sak.', 'not-found', ['b']],
  ['Du sa ja til at Nora kan være koordinator i 2 saker.', 'outdated', ['a', 'b']],
])('a yes to all says «%s» where the others are answered %s', async (words, type, asked) => {
  vi.stubGlobal('fetch', async (path: string) => {
    if (asked.some((id) => path.endsWith(`/${id}`))) return new Response(null, { status: 204 });
    const headers = { 'Content-Type': 'application/problem+json' };
    return Response.json({ type, title: '', status: 404 }, { status: 404, headers });
  });
  await show(<All />);
  await act(async () => there(page.querySelector('button')).click());
  await vi.waitFor(() => expect(page.querySelector('[role=status]')?.textContent).toContain(words));
});
