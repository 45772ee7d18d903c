import type { Commands, Reads } from '../domain/openapi';
import { pagePerson, sessionIsOver } from '../state/ending';
import { takeEarly } from './early';
import { Problem, type ProblemFields } from './problem';

/** The parameters of a path: `{ plan: '…' }` for `/api/plans/{plan}`. */
type PathParameters<Address extends { names: string }> = Record<Address['names'], string>;

let csrfToken = '';

/** Store the CSRF token of the session, from `/api/me`; later commands send it. */
export function rememberCsrfToken(token: string): void {
  csrfToken = token;
}

/** GET JSON. @throws Problem for every error status, and with type `offline` without a response. */
export function apiGet<Path extends keyof Reads>(
  path: Path,
  parameters: PathParameters<Reads[Path]>,
  signal?: AbortSignal,
  query: readonly (readonly [string, string])[] = [],
): Promise<Reads[Path]['answer']> {
  const said = new URLSearchParams(query.map((each) => [...each])).toString();
  return request(fillPath(path, parameters) + (said && `?${said}`), signal ? { signal } : {});
}

/**
 * GET a list that the server may answer page by page, newest page first (`Link: <…>; rel="prev"`); returns all of it.
 * @throws Problem
 */
export async function apiGetAll<Path extends keyof Reads>(
  path: Path,
  parameters: PathParameters<Reads[Path]>,
  signal?: AbortSignal,
): Promise<Extract<Reads[Path]['answer'], unknown[]>> {
  const pages: unknown[][] = [];
  let next: string | null = fillPath(path, parameters);
  while (next !== null) {
    const response = await answered(next, signal ? { signal } : {});
    pages.unshift((await response.json()) as unknown[]);
    next = /^<(\/api\/[^>]*)>; rel="prev"$/u.exec(response.headers.get('Link') ?? '')?.[1] ?? null;
  }
  return pages.flat() as Extract<Reads[Path]['answer'], unknown[]>;
}

/** What is sent and not answered yet, by all that the server is told of it. */
const underWay = new Map<string, Promise<unknown>>();

/**
 * Send a command such as `POST /logout` and return its JSON response (undefined for 204). The same once more before that
 * is there is the same press, and sent once: a phone hands on two presses before it shows the first. With a `signal` it
 * is its caller's alone. @throws Problem; when `signal` runs out of time, with type `offline`. `assisted`: the session
 * in which it is done in the owner's name.
 */
export function apiSend<Command extends keyof Commands>(
  command: Command,
  parameters: PathParameters<Commands[Command]>,
  body: Commands[Command]['body'],
  signal?: AbortSignal,
  assisted: string | null = null,
): Promise<Commands[Command]['answer']> {
  const [method = '', path = ''] = command.split(' ');
  const headers: Record<string, string> = { 'X-CSRF-Token': csrfToken };
  if (assisted !== null) headers['X-Assisted'] = assisted;
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
  const filled = fillPath(path, parameters);
  return signal ? request(filled, { ...init, signal }) : once(filled, init);
}

function once<T>(path: string, init: RequestInit): Promise<T> {
  const key = JSON.stringify([path, init.method, init.headers, init.body]);
  const before = underWay.get(key) as Promise<T> | undefined;
  if (before) return before;
  const answer = request<T>(path, init).finally(() => underWay.delete(key));
  underWay.set(key, answer);
  return answer;
}

function fillPath(path: string, parameters: Record<string, string>): string {
  return path.replace(/\{(\w+)\}/gu, (_, name: string) => encodeURIComponent(parameters[name] ?? ''));
}

/** Tokens that show that the session is not the one this page began with. */
const OF_ANOTHER_SESSION = ['not-signed-in', 'csrf-missing'];
/** Asked to find out whether somebody is signed in, and who. */
const ABOUT_THE_SESSION = ['/api/login', '/api/me', '/login/demo'];

async function request<T>(path: string, init: RequestInit): Promise<T> {
  const response = await answered(path, init);
  if (response.status === 204) return undefined as T;
  return (await response.json()) as T;
}

async function answered(path: string, init: RequestInit): Promise<Response> {
  const response = await fetchResponse(path, { ...init, headers: { ...init.headers, ...forPerson(path) } });
  if (response.ok) return response;
  const problem = new Problem(await problemOf(response));
  if (OF_ANOTHER_SESSION.includes(problem.type)) sessionIsOver();
  throw problem;
}

/** Says whom this page was made for: the server answers nothing for anybody else's session. */
function forPerson(path: string): Record<string, string> {
  const person = personOf(path);
  return person === null ? {} : { 'X-Person': person };
}

function personOf(path: string): string | null {
  return ABOUT_THE_SESSION.includes(path) ? null : pagePerson();
}

async function fetchResponse(path: string, init: RequestInit): Promise<Response> {
  const early = init.method === undefined ? await takeEarly(path, personOf(path)) : undefined;
  if (early) return early;
  try {
    return await fetch(path, { ...init, credentials: 'same-origin' });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new Problem({ type: 'offline', title: 'Frakoblet', status: 0 });
  }
}

async function problemOf(response: Response): Promise<ProblemFields> {
  const unknown = { type: 'unknown', title: response.statusText, status: response.status };
  if (!response.headers.get('content-type')?.includes('problem+json')) return unknown;
  return { ...unknown, ...((await response.json()) as ProblemFields) };
}
