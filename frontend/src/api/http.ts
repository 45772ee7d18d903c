import type { ProblemBody } from '../domain/types';
import { Problem } from './problem';

export type Method = 'POST' | 'PUT' | 'PATCH' | 'DELETE';

let csrfToken = '';

/** Remember the token of this session, as `/api/me` told it; commands carry it from then on. */
export function rememberCsrfToken(token: string): void {
  csrfToken = token;
}

/** Read JSON. @throws Problem for every refusal, and with type `offline` when nothing answered. */
export function apiGet<T>(path: string, signal?: AbortSignal): Promise<T> {
  return request<T>(path, signal ? { signal } : {});
}

/** Send a command and return its JSON answer (undefined for 204). @throws Problem */
export function apiSend<T = undefined>(path: string, method: Method, body?: unknown): Promise<T> {
  const headers: Record<string, string> = { 'X-CSRF-Token': csrfToken };
  if (body === undefined) return request<T>(path, { method, headers });
  headers['Content-Type'] = 'application/json';
  return request<T>(path, { method, headers, body: JSON.stringify(body) });
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
    throw new Problem({ type: 'offline', title: 'Frakoblet', title_en: 'Offline', status: 0 });
  }
}

async function problemOf(answer: Response): Promise<ProblemBody> {
  const unknown = { type: 'unknown', title: answer.statusText, status: answer.status };
  if (!answer.headers.get('content-type')?.includes('problem+json')) return unknown;
  return { ...unknown, ...((await answer.json()) as ProblemBody) };
}
