// @vitest-environment jsdom
import { QueryClient } from '@tanstack/react-query';
import { act } from 'react';
import { beforeEach, expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import type { PartView, PlanView, Writer } from '../../domain/types';
import { shownPage } from '../../ui/testing/shown';
import { wordsOf } from '../content/lines';
import { addBlock } from '../testing/blocks';
import { FakeSocket } from '../testing/fakeSocket';
import { PlanSync } from './PlanSync';
import { type PartCopy, useCopies } from './useCopies';

const ME: Writer = { id: 'me', name: 'Ida', role: 'owner', initials: 'I', colour: 0 };
const PLAN = { id: 'p', channel: 'plan/p', epoch: 'e', parts: [] } as unknown as PlanView;
const shown = shownPage();
let copies: ReadonlyMap<string, PartCopy>;

beforeEach(() => {
  vi.stubGlobal('WebSocket', FakeSocket);
  FakeSocket.opened = [];
});

const parts = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ id: `${at}`, document: `part/${at}` }) as PartView);

function Copies({ of }: { of: PartView[] }) {
  copies = useCopies(of);
  return null;
}

const queries = new QueryClient();
const show = (of: PartView[]) =>
  shown.show(
    <PlanSync me={ME} plan={PLAN}>
      <Copies of={of} />
    </PlanSync>,
    queries,
  );

const asked = () =>
  new Set(
    FakeSocket.latest.sent
      .filter(({ kind, address }) => kind === 'auth' && address.startsWith('part/'))
      .map(({ address }) => address),
  ).size;

async function arrives(part: string, words: string): Promise<void> {
  const stored = new Y.Doc();
  addBlock(stored, words);
  await act(async () => {
    FakeSocket.latest.authenticate(`part/${part}`, 'readonly');
    FakeSocket.latest.sendState(`part/${part}`, stored);
  });
}

test('parts are opened some at a time, each once, and what stands in them is kept after they are closed', async () => {
  await show(parts(45));
  await act(async () => FakeSocket.latest.open());
  expect(asked()).toBe(20);
  await arrives('0', 'ord');
  expect(asked()).toBe(21);
  expect(copies.get('0')?.lines.map(wordsOf)).toEqual(['ord']);
  expect(FakeSocket.latest.of('part/0', 'close')).toHaveLength(1);
});

test('a part that cannot be opened is told as such, and stops nothing', async () => {
  await show(parts(21));
  await act(async () => FakeSocket.latest.open());
  await act(async () => FakeSocket.latest.deny('part/0', 'not-found'));
  expect(copies.get('0')).toBeNull();
  expect(asked()).toBe(21);
});

test('what stood in a part is forgotten with it, and the others are not opened again (P4)', async () => {
  const both = parts(2);
  await show(both);
  await act(async () => FakeSocket.latest.open());
  await arrives('0', 'hemmelig');
  await arrives('1', 'ord');
  const before = asked();
  await show(both.slice(1));
  expect([...copies.keys()]).toEqual(['1']);
  expect(asked()).toBe(before);
});
