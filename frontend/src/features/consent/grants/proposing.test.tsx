// @vitest-environment jsdom
import { act } from 'react';
import { expect, test, vi } from 'vitest';
import type { GrantsView } from '../../../domain/types';
import { shownPage } from '../../../ui/testing/shown';
import { there } from '../../../ui/testing/there';
import type { Change } from '../signing/changes';
import type { Signing } from '../signing/useSigning';
import { Proposing } from './Proposing';

const { page, show } = shownPage();
const HILDE = { id: 'hilde', name: 'Hilde Moen', role: 'coordinator', organisation: '' };

function viewOf(open: boolean, proposed: boolean): GrantsView {
  const proposing = ['goal', 'measure'].map((kind) => ({
    participant: 'hilde',
    kind,
    open,
    until: null,
    proposed,
  }));
  return { participants: [HILDE], parts: [], cells: [], kinds: [], proposing } as unknown as GrantsView;
}

function signing(changes: Change[] = []) {
  const added: Change[] = [];
  const read = vi.fn();
  const add = (more: readonly Change[]) => added.push(...more);
  return { added, read, signing: { changes, mandate: () => 'edit', add, read } as unknown as Signing };
}

test('the owner is asked, and reads before anything is signed (rule 9)', async () => {
  const { added, read, signing: office } = signing();
  await show(<Proposing signing={office} view={viewOf(false, true)} />);
  expect(page.textContent).toContain('Koordinatoren kan foreslå mål og tiltak');
  expect(page.textContent).toContain('Skal Hilde Moen få foreslå nye mål og tiltak?');
  await act(async () => there(page.querySelector('button')).click());
  expect(added.map(({ target, level }) => [target, level])).toEqual([
    [{ proposing: 'goal' }, 'edit'],
    [{ proposing: 'measure' }, 'edit'],
  ]);
  expect(read).toHaveBeenCalled();
});

test('what is signed is said, and can be ended', async () => {
  const { added, signing: office } = signing();
  await show(<Proposing signing={office} view={viewOf(true, false)} />);
  expect(page.textContent).toContain('Hilde Moen kan foreslå nye mål og tiltak.');
  await act(async () => there(page.querySelector('button')).click());
  expect(added.map(({ level }) => level)).toEqual(['none', 'none']);
});

test('a plan without a coordinator, or of an older server, says nothing of it', async () => {
  const { signing: office } = signing();
  const old = { ...viewOf(false, true), proposing: undefined } as unknown as GrantsView;
  await show(<Proposing signing={office} view={old} />);
  expect(page.textContent).toBe('');
});
