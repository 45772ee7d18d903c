// @vitest-environment jsdom
import type { QueryClient } from '@tanstack/react-query';
import { act } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createQueryClient, keys } from '../../../api';
import type { GrantsView, PlanView } from '../../../domain/types';
import { changeLocale } from '../../../i18n';
import { shownPage } from '../../../ui/testing/shown';
import { there } from '../../../ui/testing/there';
import { useGrants } from '../grants/useGrants';
import { ComposingServer } from '../testing/composingServer';
import { ChangeBar } from './ChangeBar';
import { SigningDialog } from './SigningDialog';
import { useNames } from './useNames';
import { type Signing, useSigning } from './useSigning';

const PLAN = {
  id: 'p',
  me: 'owner',
  owner_name: 'Runa',
  participants: [{ id: 'owner', role: 'owner' }],
  may_read_grants: true,
} as unknown as PlanView;
const VIEW = {
  participants: [{ id: 'school', name: 'Silje', role: 'school', organisation: 'Lia skole' }],
  parts: ['health', 'home', 'work'].map((kind) => ({
    id: kind,
    kind,
    title: '',
    area: null,
    responsible: null,
  })),
  cells: [],
  kinds: [],
  decisions: [],
} as unknown as GrantsView;

const { page, show } = shownPage();
let signing: Signing;
let server: ComposingServer;
let queries: QueryClient;

function Grants({ assisted = null }: { assisted?: string | null }) {
  signing = useSigning(PLAN, VIEW, assisted);
  useGrants(PLAN);
  const names = useNames(PLAN, VIEW);
  return (
    <>
      <ChangeBar signing={signing} view={VIEW} names={names} onGone={() => undefined} />
      {signing.open && <SigningDialog signing={signing} view={VIEW} names={names} onClose={signing.close} />}
    </>
  );
}

beforeEach(async () => {
  server = new ComposingServer(VIEW);
  vi.stubGlobal('fetch', server.answer);
  queries = createQueryClient();
  queries.setQueryData(keys.grants('p'), VIEW);
  await show(<Grants />, queries);
});

afterEach(async () => {
  await act(async () => signing.discard());
  await act(() => changeLocale('nb'));
});

async function choose(...parts: string[]): Promise<void> {
  for (const part of parts) {
    const chosen = { participant: 'school', target: { part }, level: 'read' as const };
    await act(async () => signing.choose({ ...chosen, until: null, purpose: '', dated: false }));
  }
}

const sentences = () =>
  [...page.querySelectorAll('dialog .signing__sentence')].map((each) => each.textContent);
const sign = () => act(async () => signing.sign());
const soon = (holds: () => void) => act(() => vi.waitFor(holds, { timeout: 3_000 }));
const submit = () => page.querySelector('dialog button[type=submit]');

test('what is shown is what the server composed, and exactly that is signed', async () => {
  await choose('health', 'home');
  expect(server.asked).toEqual([]);
  await act(async () => signing.read());
  expect(submit()?.getAttribute('aria-disabled')).toBe('true');
  await soon(() => expect(sentences()).toEqual(['Helse health read ', 'Helse home read ']));
  const read = sentences();
  await sign();
  expect(server.signed.map(({ text }) => text)).toEqual(read);
  expect(sentences()).toEqual(read);
});

test('whoever opens a part is told of its comments, also where one change is signed from the bar', async () => {
  await choose('health');
  const comments = 'får også lese kommentarene der';
  expect(page.querySelector('.change-bar')?.textContent).toContain(comments);
  await act(async () => signing.read());
  expect(page.querySelector('dialog .signing__lead')?.textContent).toContain(comments);
});

test('a choice that changed has no sentence until the new one is there; the others keep theirs', async () => {
  await choose('health', 'home');
  await act(async () => signing.read());
  await soon(() => expect(signing.reading.texts).toHaveLength(2));
  const [first] = signing.changes;
  let go = () => {};
  server.held = new Promise((resolve) => {
    go = resolve;
  });
  await act(async () => first && signing.replace({ ...first, until: '2127-01-01' }));
  expect(sentences()).toEqual(['Silje: tilgang til «Helse». Henter setningen …', 'Helse home read ']);
  expect(signing.reading.texts).toBeNull();
  await sign();
  expect(server.signed).toEqual([]);
  go();
  await soon(() => expect(sentences()).toEqual(['Helse health read 2127-01-01', 'Helse home read ']));
});

test('a reason is no part of the sentence, so nothing is asked anew for it', async () => {
  await choose('health', 'home');
  await act(async () => signing.read());
  await soon(() => expect(signing.reading.texts).toHaveLength(2));
  const [first] = signing.changes;
  await act(async () => first && signing.replace({ ...first, purpose: 'Møtet i mai' }));
  expect(signing.reading.texts).toHaveLength(2);
  expect(server.asked).toHaveLength(1);
});

test('a change that lacks its date has no sentence, and cannot be signed', async () => {
  await choose('health');
  const [first] = signing.changes;
  await act(async () => first && signing.replace({ ...first, dated: true }));
  await act(async () => signing.read());
  expect(sentences()).toEqual([
    'Silje: tilgang til «Helse». Setningen kommer når du har valgt den siste dagen.',
  ]);
  await sign();
  expect(server.asked).toEqual([]);
});

test('what was read can be signed while the page only asks for it once more', async () => {
  await choose('health', 'home');
  await act(async () => signing.read());
  await vi.waitFor(() => expect(signing.reading.texts).toHaveLength(2));
  let answer = () => {};
  server.held = new Promise((done) => {
    answer = done;
  });
  await act(async () => void queries.invalidateQueries({ queryKey: keys.plan('p') }));
  expect(queries.isFetching()).toBeGreaterThan(0);
  expect(signing.reading.texts).toHaveLength(2);
  await act(async () => answer());
});

test('words that changed meanwhile are read again before anything is signed', async () => {
  await choose('health', 'home');
  await act(async () => signing.read());
  await soon(() => expect(signing.reading.texts).toHaveLength(2));
  server.title = 'Helse og omsorg';
  await sign();
  expect(page.querySelector('[role=alert]')?.textContent).toMatch(
    /Les setningene på nytt\. Ingenting er signert\./u,
  );
  await soon(() =>
    expect(sentences()).toEqual(['Helse og omsorg health read ', 'Helse og omsorg home read ']),
  );
  expect(page.querySelectorAll('.signing__reworded')).toHaveLength(2);
  expect(page.querySelector('dialog .signing__sentence')?.getAttribute('aria-live')).toBe('polite');
  expect(server.signed).toEqual([]);
  await sign();
  expect(server.signed.map(({ text }) => text)).toEqual([
    'Helse og omsorg health read ',
    'Helse og omsorg home read ',
  ]);
});

test('a sentence that somebody reads does not become another before their eyes', async () => {
  await choose('health', 'home');
  await act(async () => signing.read());
  await soon(() => expect(signing.reading.texts).toHaveLength(2));
  const read = sentences();
  server.title = 'Helse og omsorg';
  await act(async () => queries.invalidateQueries({ queryKey: keys.plan('p') }));
  await soon(() => expect(server.asked).toHaveLength(2));
  await soon(() => expect(signing.reading.texts).toEqual(read));
  await sign();
  expect(server.signed).toEqual([]);
  expect(page.querySelector('[role=alert]')).not.toBeNull();
  await soon(() =>
    expect(sentences()).toEqual(['Helse og omsorg health read ', 'Helse og omsorg home read ']),
  );
  expect(page.querySelectorAll('.signing__reworded')).toHaveLength(2);
});

/** Type into the box as its writer does, and leave it. */
async function typeDay(box: HTMLInputElement | null, typed: string): Promise<void> {
  const { set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value') ?? {};
  await act(async () => {
    there(box).focus();
    set?.call(box, typed);
    there(box).dispatchEvent(new Event('input', { bubbles: true }));
  });
  await act(async () => there(box).blur());
}

test.each([
  ['one change', ['health'], '.signing__fields input'],
  ['many', ['health', 'home'], '.signing__all input'],
])('of %s, nothing is signed without an end while what was typed for it is no day', async (_, parts, box) => {
  await choose(...parts);
  await act(async () => signing.read());
  await soon(() => expect(signing.reading.texts).toHaveLength(parts.length));
  const day = page.querySelector<HTMLInputElement>(`dialog ${box}`);
  await typeDay(day, '31.11.2127');
  await act(async () => there(submit()).dispatchEvent(new MouseEvent('click', { bubbles: true })));
  expect(server.signed).toEqual([]);
  expect(document.activeElement).toBe(day);
  await typeDay(day, '30.11.2127');
  await soon(() => expect(signing.reading.texts?.[0]).toContain('2127-11-30'));
  await act(async () => there(submit()).dispatchEvent(new MouseEvent('click', { bubbles: true })));
  await soon(() => expect(server.signed).toHaveLength(parts.length));
});

test('what was typed as the last day for all is not gone with the second last change', async () => {
  await choose('health', 'home');
  await act(async () => signing.read());
  await typeDay(page.querySelector('.signing__all input'), '31.11.2127');
  await act(async () => there(page.querySelector<HTMLElement>('.signing__out')).click());
  expect(page.querySelector<HTMLInputElement>('.signing__all input')?.value).toBe('31.11.2127');
});

test('whoever asks for an end date writes it at once', async () => {
  await choose('health');
  await act(async () => signing.read(true));
  expect(document.activeElement).toBe(page.querySelector('dialog .signing__fields input'));
});

test('the focus is not lost with the change that is taken out', async () => {
  await choose('health', 'home');
  await act(async () => signing.read());
  const buttons = () => [...page.querySelectorAll<HTMLElement>('.signing__item > button')];
  const [first, second] = buttons();
  there(first).focus();
  await act(async () => there(first).click());
  expect(signing.changes).toHaveLength(1);
  expect(document.activeElement).toBe(second);
  await act(async () => there(second).click());
  expect(document.activeElement).toBe(page.querySelector('dialog h2'));
});

test('without sentences nothing can be signed, and that is said', async () => {
  server.offline = true;
  await choose('health', 'home');
  await act(async () => signing.read());
  await soon(() =>
    expect(page.querySelector('[role=alert]')?.textContent).toMatch(/kunne ikke hentes.*frakoblet/u),
  );
  expect(submit()?.getAttribute('aria-disabled')).toBe('true');
  server.offline = false;
  await act(async () => signing.reading.retry());
  await soon(() => expect(submit()?.getAttribute('aria-disabled')).not.toBe('true'));
});

test('a single change is read in the bar, and signed from there', async () => {
  await choose('health');
  await soon(() => expect(signing.reading.texts).toEqual(['Helse health read ']));
  expect(page.querySelector('.change-bar .signing__sentence')?.textContent).toBe('Helse health read ');
  await sign();
  expect(server.signed.map(({ text }) => text)).toEqual(['Helse health read ']);
  expect(page.querySelector('dialog h2')?.textContent).toBe('Signert');
});

test.each([
  ['with the notice of it', () => queries.invalidateQueries({ queryKey: keys.plan('p') })],
  ['without any notice', () => undefined],
])('after signing the page asks once what holds now, %s', async (_, notice) => {
  server.notice = () => void notice();
  await choose('health', 'home');
  await act(async () => signing.read());
  await soon(() => expect(signing.reading.texts).toHaveLength(2));
  await sign();
  expect(server.reads).toBe(1);
  expect(queries.getQueryData<GrantsView>(keys.grants('p'))?.decisions).toHaveLength(2);
  expect(signing.changes).toEqual([]);
});

test('whoever writes what the owner says signs nothing: the buttons and the words say whose they are', async () => {
  await show(<Grants assisted="session" />, queries);
  await choose('health');
  const bar = () => page.querySelector('.change-bar');
  await soon(() => expect(bar()?.textContent).toContain('Lagre det Runa sier'));
  await choose('home');
  await act(async () => signing.read());
  await soon(() => expect(submit()?.textContent).toBe('Lagre 2 endringer som Runa sier'));
  for (const shown of [bar(), page.querySelector('dialog')])
    expect(shown?.textContent).not.toMatch(/signer/iu);
});
