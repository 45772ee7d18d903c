import type { Commands, Reads } from '../domain/openapi';
import { Problem, type ProblemFacts } from './problem';

/** What stands in the places that an address names: `{ plan: '…' }` for `/api/plans/{plan}`. */
type Names<Address extends { names: string }> = Record<Address['names'], string>;

let csrfToken = '';

/** Remember the token of this session, as `/api/me` told it; commands carry it from then on. */
export function rememberCsrfToken(token: string): void {
  csrfToken = token;
}

/** Read JSON. @throws Problem for every refusal, and with type `offline` when nothing answered. */
export function apiGet<Path extends keyof Reads>(
  path: Path,
  names: Names<Reads[Path]>,
  signal?: AbortSignal,
): Promise<Reads[Path]['answer']> {
  return request(filled(path, names), signal ? { signal } : {});
}

/** Send a command, `POST /logout`, and return its JSON answer (undefined for 204). @throws Problem */
export function apiSend<Command extends keyof Commands>(
  command: Command,
  names: Names<Commands[Command]>,
  body: Commands[Command]['body'],
): Promise<Commands[Command]['answer']> {
  const [method = '', path = ''] = command.split(' ');
  const headers: Record<string, string> = { 'X-CSRF-Token': csrfToken };
  if (body === undefined) return request(filled(path, names), { method, headers });
  headers['Content-Type'] = 'application/json';
  return request(filled(path, names), { method, headers, body: JSON.stringify(body) });
}

function filled(path: string, names: Record<string, string>): string {
  return path.replace(/\{(\w+)\}/gu, (_, name: string) => encodeURIComponent(names[name] ?? ''));
}

async function request<T>(path: string, init: RequestInit): Promise<T> {
  const answer = await reach(path, init);
  if (!answer.ok) throw new Problem(await problemOf(answer));
  if (answer.status === 204) return undefined as T;
  return (await answer.json()) as T;
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, { ...init, credentials: 'same-origin' });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new Problem({ type: 'offline', title: 'Frakoblet', status: 0 });
  }
}

async function problemOf(answer: Response): Promise<ProblemFacts> {
  const unknown = { type: 'unknown', title: answer.statusText, status: answer.status };
  if (!answer.headers.get('content-type')?.includes('problem+json')) return unknown;
  return { ...unknown, ...((await answer.json()) as ProblemFacts) };
}
