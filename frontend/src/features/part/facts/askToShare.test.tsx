// @vitest-environment jsdom
import { act } from 'react';
import { expect, test, vi } from 'vitest';
import type { PartView, PlanView } from '../../../domain/types';
import { shownPage } from '../../../ui/testing/shown';
import { there } from '../../../ui/testing/there';
import { Placement } from './Placement';
import { UnseenResponsible } from './UnseenResponsible';

const { page, show } = shownPage();
const OMAR = { id: 'omar', name: 'Omar Haddad', role: 'nav', organisation: 'NAV' };
const RUNA = { id: 'runa', name: 'Runa Elvestad', role: 'owner', organisation: '' };
const PART = { id: 'm', kind: 'measure', visible_to: [{ participant: 'runa', level: 'edit' }] };
const SENTENCE = 'Fra i dag lar jeg NAV (Omar Haddad) lese, kommentere og skrive i tiltaket «Praksis».';

const planOf = (may_sign: boolean) =>
  ({
    id: 'p',
    me: may_sign ? 'runa' : 'hilde',
    may_sign,
    may_read_grants: true,
    owner_name: 'Runa Elvestad',
    participants: [RUNA, OMAR],
    former: [],
  }) as unknown as PlanView;

/** Answers every request, and remembers what was signed. */
function server() {
  const signed: unknown[] = [];
  vi.stubGlobal('fetch', async (path: string, options: { body?: string }) => {
    if (path.endsWith('/preview')) return Response.json({ language: 'nb', texts: [SENTENCE] });
    if (path.endsWith('/grants')) signed.push(JSON.parse(options.body ?? '{}'));
    return path.endsWith('/grants')
      ? Response.json({ decisions: [] }, { status: 201 })
      : new Response(null, { status: 204 });
  });
  return signed;
}

/** Choose who is responsible; the plan then says so. */
async function choose(who: string, plan: PlanView, part: object = PART) {
  await show(<Placement editable part={{ ...part, responsible: null } as PartView} plan={plan} />);
  const select = page.querySelector('select') as HTMLSelectElement;
  await act(async () => {
    select.value = who;
    select.dispatchEvent(new Event('change', { bubbles: true }));
  });
  await show(<Placement editable part={{ ...part, responsible: who } as PartView} plan={plan} />);
}

const button = (words: string) =>
  [...page.querySelectorAll('button')].find((each) => each.textContent === words);

test('naming a responsible asks there and then, and signs exactly the sentence that was read (rule 9)', async () => {
  const signed = server();
  await choose('omar', planOf(true));
  await act(() => vi.waitFor(() => expect(page.textContent).toContain(SENTENCE)));
  expect(page.textContent).toContain('Skal Omar få se og skrive her?');
  await act(async () => there(button('Signer')).click());
  await act(() => vi.waitFor(() => expect(page.textContent).toContain('Omar kan nå se og skrive her')));
  expect(document.activeElement).toBe(page.querySelector('.share [role=status]'));
  expect(signed).toEqual([
    { decisions: [{ participant: 'omar', part: 'm', level: 'edit', text: SENTENCE }] },
  ]);
});

test('the button says that there is nothing to sign yet, and nothing is signed by who was quicker', async () => {
  const signed = server();
  const answer = fetch;
  let arrive = () => {};
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  vi.stubGlobal('fetch', async (path: string, options: RequestInit) => {
    if (path.endsWith('/preview')) await arrived;
    return answer(path, options);
  });
  await choose('omar', planOf(true));
  expect(button('Signer')).toBeUndefined();
  await act(async () => there(button('Vent litt …')).click());
  await act(async () => arrive());
  await act(() => vi.waitFor(() => expect(button('Signer')).toBeDefined()));
  expect(signed).toEqual([]);
});

test('nothing is asked about who writes already, and “not now” ends the question', async () => {
  server();
  const open = { ...PART, visible_to: [{ participant: 'omar', level: 'edit' }] };
  await choose('omar', planOf(true), open);
  expect(button('Signer')).toBeUndefined();
  await choose('runa', planOf(true), { ...PART, visible_to: [] });
  expect(button('Signer')).toBeUndefined();
  await choose('omar', planOf(true));
  await act(async () => there(button('Ikke nå')).click());
  expect(button('Signer')).toBeUndefined();
  expect(document.activeElement).toBe(page.querySelector('select'));
});

test('who may not sign is told who decides', async () => {
  server();
  await choose('omar', planOf(false));
  expect(page.textContent).toContain('Omar kan ikke skrive her før Runa har sagt ja.');
  expect(button('Signer')).toBeUndefined();
});

test('that the responsible cannot see it is said for as long as it is so, and opened where it is said', async () => {
  const signed = server();
  const part = { ...PART, responsible: 'omar' } as PartView;
  await show(<UnseenResponsible part={part} plan={planOf(true)} />);
  expect(page.textContent).toContain('Omar har ansvaret, men ser ikke dette.');
  await act(async () => there(button('La Omar se og skrive her')).click());
  expect(page.contains(document.activeElement)).toBe(true);
  await act(() => vi.waitFor(() => expect(page.textContent).toContain(SENTENCE)));
  await act(async () => there(button('Ikke nå')).click());
  expect(document.activeElement).toBe(button('La Omar se og skrive her'));
  await act(async () => there(button('La Omar se og skrive her')).click());
  await act(() => vi.waitFor(() => expect(page.textContent).toContain(SENTENCE)));
  await act(async () => there(button('Signer')).click());
  const open = { ...part, visible_to: [{ participant: 'omar', level: 'edit' }] } as PartView;
  await show(<UnseenResponsible part={open} plan={planOf(true)} />);
  await act(() => vi.waitFor(() => expect(page.textContent).toContain('Omar kan nå se og skrive her')));
  expect(signed).toHaveLength(1);
});

test('the coordinator hears whose it is to open, and others hear nothing of who sees what', async () => {
  const part = { ...PART, responsible: 'omar' } as PartView;
  await show(<UnseenResponsible part={part} plan={planOf(false)} />);
  expect(page.textContent).toBe('Omar har ansvaret, men ser ikke dette. Det er Runa som bestemmer det.');
  const others = { ...planOf(false), may_read_grants: false };
  for (const plan of [others, { ...planOf(true), participants: [RUNA] } as unknown as PlanView]) {
    await show(<UnseenResponsible part={part} plan={plan} />);
    expect(page.textContent).toBe('');
  }
  const owners = { ...part, responsible: 'runa', visible_to: [] } as unknown as PartView;
  await show(<UnseenResponsible part={owners} plan={planOf(false)} />);
  expect(page.textContent).toBe('');
});
