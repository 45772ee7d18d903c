import { afterEach, expect, test, vi } from 'vitest';
import { onPageEnd, signedInAs } from '../state/ending';
import { apiGet, apiGetAll, apiSend, rememberCsrfToken } from './http';
import { askWhoIsSignedIn } from './queries';

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

test('the same command is sent once while it is under way, and once more after its answer', async () => {
  const made = { id: 'a' };
  const fetched = stubFetch(Response.json(made), Response.json(made), Response.json(made));
  const body = { municipality: '9951' };
  const twice = [apiSend('POST /api/complaints', {}, body), apiSend('POST /api/complaints', {}, body)];
  const other = apiSend('POST /api/complaints', {}, { municipality: '9952' });
  expect(await Promise.all(twice)).toEqual([made, made]);
  await other;
  expect(fetched).toHaveBeenCalledTimes(2);
  await apiSend('POST /api/complaints', {}, body);
  expect(fetched).toHaveBeenCalledTimes(3);
});

test('a refusal is told to both presses and kept for none after them', async () => {
  const refused = () => Response.json({ type: 'not-now', status: 409 }, { status: 409 });
  const fetched = stubFetch(refused(), refused());
  const press = () => apiSend('POST /api/complaints', {}, { municipality: '9951' });
  for (const each of [press(), press()]) await expect(each).rejects.toMatchObject({ status: 409 });
  await expect(press()).rejects.toMatchObject({ status: 409 });
  expect(fetched).toHaveBeenCalledTimes(2);
});

test('what can be given up by its caller is its caller’s alone', async () => {
  const fetched = stubFetch(Response.json({ id: 'a' }), Response.json({ id: 'a' }));
  const signal = new AbortController().signal;
  const ask = () => apiSend('POST /api/complaints', {}, { municipality: '9951' }, signal);
  await Promise.all([ask(), ask()]);
  expect(fetched).toHaveBeenCalledTimes(2);
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

const ended = vi.fn();
afterEach(() => ended.mockReset());

test('a request says whom the page was made for, unless it asks who is signed in', async () => {
  signedInAs('ida');
  const fetched = stubFetch(
    Response.json([]),
    Response.json({ signed_in: true }),
    Response.json({ id: 'ida' }),
  );
  await apiGet('/api/plans', {});
  await askWhoIsSignedIn();
  expect(fetched.mock.calls.map(([path, init]) => [path, init.headers])).toEqual([
    ['/api/plans', { 'X-Person': 'ida' }],
    ['/api/login', {}],
    ['/api/me', {}],
  ]);
});

test.each([
  ['not-signed-in', 401],
  ['csrf-missing', 403],
])('the answer %s ends the page', async (type, status) => {
  onPageEnd(ended);
  signedInAs('ida');
  const problem = { type, title: '', status };
  stubFetch(Response.json(problem, { status, headers: { 'content-type': 'application/problem+json' } }));
  await expect(apiSend('PATCH /api/me', {}, { locale: 'en' })).rejects.toMatchObject({ type });
  expect(ended.mock.calls).toEqual([['session']]);
});

test('no session any more, or that of another person, ends the page before anything is done as them', async () => {
  onPageEnd(ended);
  signedInAs('ida');
  rememberCsrfToken('of ida');
  stubFetch(Response.json({ signed_in: false }));
  await expect(askWhoIsSignedIn()).rejects.toMatchObject({ type: 'not-signed-in' });
  stubFetch(Response.json({ signed_in: true, me: { id: 'per', csrf_token: 'of per' } }));
  await expect(askWhoIsSignedIn()).rejects.toMatchObject({ type: 'not-signed-in' });
  expect(ended.mock.calls).toEqual([['session'], ['another']]);
  const fetched = stubFetch(new Response(null, { status: 204 }));
  await apiSend('POST /logout', {}, undefined);
  expect(fetched.mock.calls[0]?.[1].headers).toMatchObject({ 'X-CSRF-Token': 'of ida', 'X-Person': 'ida' });
});
