// @vitest-environment jsdom
import { act } from 'react';
import { expect, test, vi } from 'vitest';
import type { GrantsView, PlanView } from '../../../domain/types';
import { PageHeading } from '../../../ui/PageHeading';
import { shownPage } from '../../../ui/testing/shown';
import { there } from '../../../ui/testing/there';
import type { Names } from '../signing/useNames';
import { Narrowed } from './Narrowed';

const NAMES = { part: ({ title }: { title: string }) => title } as unknown as Names;
const VIEW = {
  participants: [{ id: 'nav', name: 'Even', role: 'nav', organisation: 'NAV' }],
  parts: [{ id: 'm', kind: 'measure', title: 'Praksis', area: null, responsible: null }],
  cells: [{ participant: 'nav', part: 'm', level: 'read', until: '2127-05-31T22:00:00Z' }],
  narrowed: [
    {
      participant: 'nav',
      part: 'm',
      was: 'edit',
      was_until: null,
      text: 'Fra i dag lar jeg NAV lese tiltak som finnes eller kommer til.',
      signed_at: '2026-03-04T12:00:00Z',
    },
  ],
} as unknown as GrantsView;

function planOf(role: string): PlanView {
  return { id: 'p', me: 'x', participants: [{ id: 'x', role }] } as unknown as PlanView;
}

const { page, show } = shownPage();

test('the owner reads who has less, of what and why, and says that it is read (rule 9)', async () => {
  const sent = vi.fn(async () => new Response(null, { status: 204 }));
  vi.stubGlobal('fetch', sent);
  await show(
    <>
      <PageHeading tab="Tilgang" title="Tilgang" />
      <Narrowed plan={planOf('owner')} view={VIEW} names={NAMES} />
    </>,
  );
  expect(page.textContent).toContain('«Praksis»: Even kunne lese, kommentere og skrive.');
  expect(page.textContent).toContain('Nå: lese til og med 31.05.2127.');
  expect(page.textContent).toContain('Det følger av det som ble signert 4. mars 2026');
  expect(page.querySelector('q')?.textContent).toBe(VIEW.narrowed[0]?.text);
  await act(async () => there(page.querySelector('button')).click());
  expect(sent).toHaveBeenCalledWith(
    '/api/plans/p/grants/narrowed/read',
    expect.objectContaining({ method: 'POST' }),
  );
  // The box goes with its button.
  await vi.waitFor(() => expect(document.activeElement?.textContent).toBe('Tilgang'));
});

test('a representative reads it too, and the owner is still shown it', async () => {
  await show(<Narrowed plan={planOf('representative')} view={VIEW} names={NAMES} />);
  expect(page.textContent).toContain('«Praksis»');
  expect(page.querySelector('button')).toBeNull();
});

test('where nothing became narrower nothing is said', async () => {
  await show(<Narrowed plan={planOf('owner')} view={{ ...VIEW, narrowed: [] }} names={NAMES} />);
  expect(page.textContent).toBe('');
});
