// @vitest-environment jsdom
import { QueryClient } from '@tanstack/react-query';
import { act } from 'react';
import { MemoryRouter } from 'react-router';
import { expect, test, vi } from 'vitest';
import { shownPage } from '../../../ui/testing/shown';
import { there } from '../../../ui/testing/there';
import { OwnerArrival } from './OwnerArrival';
import '../../../i18n/cases';
import '../desk/words';

const { page, show } = shownPage();
const WAITING = {
  invitation: 'i',
  name: '',
  provider: 'idporten',
  at: '2026-11-30T10:00:00Z',
  inviter: 'Hilde',
};
const problem = (type: string, status: number, detail = '') =>
  Response.json(
    { type, title: '', status, detail },
    { status, headers: { 'content-type': 'application/problem+json' } },
  );

/** `settled`: what the unit's word is answered with; `found`: what there is, each time that it is asked. */
async function shown(found: () => Response, settled = () => new Response(null, { status: 204 })) {
  const sent: unknown[] = [];
  vi.stubGlobal('fetch', async (path: string, { method, body }: RequestInit = {}) => {
    if (path === '/api/login') return Response.json({ providers: [], roles: [] });
    if (method !== 'POST') return found();
    sent.push(JSON.parse(String(body)));
    return settled();
  });
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const arrival = <OwnerArrival id="case" owner="Mia" />;
  await show(<MemoryRouter>{arrival}</MemoryRouter>, queries);
  return sent;
}

const waits = () => Response.json({ waiting: WAITING });
const says = (words: string | RegExp) => act(() => vi.waitFor(() => expect(page.textContent).toMatch(words)));
const press = (words: string) =>
  act(async () =>
    there([...page.querySelectorAll('button')].find(({ textContent }) => textContent === words)).click(),
  );

test('what could not be asked is said, and asked again', async () => {
  let down = true;
  await shown(() => (down ? problem('unavailable', 503) : waits()));
  await says('Prøv igjen');
  down = false;
  await press('Prøv igjen');
  await says('Hilde har gitt en lenke til Mia');
});

test('where nobody waits nothing is shown', async () => {
  let asked = 0;
  await shown(() => {
    asked += 1;
    return Response.json({ waiting: null });
  });
  await act(() => vi.waitFor(() => expect(asked).toBe(1)));
  expect(page.textContent).toBe('');
});

test('the right person has the plan, and the wrong one is stopped', async () => {
  for (const [words, step, came] of [
    ['Ja, det er Mia', { step: 'confirm', check: '' }, 'Mia har planen sin nå.'],
    ['Nei, feil person', { step: 'refuse' }, 'Lenken er stoppet. Ingen slapp inn.'],
  ] as const) {
    const sent = await shown(waits);
    await says('Er dette den saken gjelder?');
    await press(words);
    await says(came);
    expect(sent).toEqual([{ invitation: 'i', ...step }]);
  }
});

test.each([
  ['invalid', 422, '', 'Etter fem feil tall stopper vi lenken.'],
  ['not-now', 409, 'too-many-wrong', 'Be den som ga lenken, om å lage en ny.'],
  ['forbidden', 403, '', 'En annen saksbehandler må si'],
])('a refusal that is %s is told in words', async (type, status, detail, words) => {
  await shown(waits, () => problem(type, status, detail));
  await says('Er dette den saken gjelder?');
  await press('Ja, det er Mia');
  await says(words);
});
