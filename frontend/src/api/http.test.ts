import { expect, test, vi } from 'vitest';
import { apiGet, apiGetAll, apiSend, rememberCsrfToken } from './http';

function stubFetch(...answers: Response[]) {
  const fetched = vi.fn(async (_path: string, _init: RequestInit) => answers.shift() as Response);
  vi.stubGlobal('fetch', fetched);
  return fetched;
}

test('an id is encoded into the path, whatever characters it has', async () => {
  const fetched = stubFetch(Response.json([]));
  expect(await apiGet('/api/parts/{part}/comments', { part: 'a/b?c' })).toEqual([]);
  expect(fetched.mock.calls[0]?.[0]).toBe('/api/parts/a%2Fb%3Fc/comments');
});

test('a command has its method, the token of the session and its body', async () => {
  const fetched = stubFetch(new Response(null, { status: 204 }));
  rememberCsrfToken('token');
  expect(await apiSend('PATCH /api/me', {}, { locale: 'en' })).toBeUndefined();
  expect(fetched.mock.calls[0]).toMatchObject([
    '/api/me',
    { method: 'PATCH', body: '{"locale":"en"}', headers: { 'X-CSRF-Token': 'token' } },
  ]);
});

test('a command without parameters beyond its path sends no body', async () => {
  const fetched = stubFetch(new Response(null, { status: 204 }));
  await apiSend('POST /logout', {}, undefined);
  expect(fetched.mock.calls[0]?.[1].body).toBeUndefined();
});

test('a refusal is a Problem, and so is it when nothing answers', async () => {
  const problem = { type: 'not-found', title: 'Finnes ikke', title_en: 'Not found', status: 404 };
  stubFetch(Response.json(problem, { status: 404, headers: { 'content-type': 'application/problem+json' } }));
  await expect(apiGet('/api/plans', {})).rejects.toMatchObject({ type: 'not-found', status: 404 });
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no network')));
  await expect(apiGet('/api/plans', {})).rejects.toMatchObject({ type: 'offline', status: 0 });
});

test('a list that comes page by page is read to its beginning', async () => {
  const page = (...ids: string[]) => ids.map((id) => ({ id }));
  const link = { Link: '</api/parts/p/comments?before=3>; rel="prev"' };
  const fetched = stubFetch(Response.json(page('3', '4'), { headers: link }), Response.json(page('1', '2')));
  expect(await apiGetAll('/api/parts/{part}/comments', { part: 'p' })).toEqual(page('1', '2', '3', '4'));
  expect(fetched.mock.calls.map(([path]) => path)).toEqual([
    '/api/parts/p/comments',
    '/api/parts/p/comments?before=3',
  ]);
});
