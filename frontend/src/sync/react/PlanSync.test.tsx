// @vitest-environment jsdom
import { QueryClient } from '@tanstack/react-query';
import { act, type ReactNode, useState } from 'react';
import { beforeEach, expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import { keys } from '../../api';
import type { PartView, PlanView, Writer } from '../../domain/types';
import { keepUnsavedWords } from '../../state/ending';
import { firstWordsShown } from '../../state/firstWords';
import { leavingLosesWords } from '../../state/leaving';
import { shownPage } from '../../ui/testing/shown';
import { syncUrl } from '../connection/planConnection';
import { addBlock } from '../testing/blocks';
import { FakeSocket } from '../testing/fakeSocket';
import { useDocument, useRefusedTexts } from './hooks';
import { PlanSync } from './PlanSync';
import { useFieldsOf } from './useFields';

const ME: Writer = { id: 'me', name: 'Ida', role: 'owner', initials: 'I', colour: 0 };
const PART = 'part/1';
const shown = shownPage();
let doc: Y.Doc | null;
let offered: string[];

beforeEach(() => {
  vi.stubGlobal('WebSocket', FakeSocket);
  FakeSocket.opened = [];
});

function Part() {
  doc = useDocument(PART, 'enter').doc;
  offered = useRefusedTexts().texts.map(({ words }) => words);
  return null;
}

function Fields() {
  return useFieldsOf([{ id: '1', document: PART } as PartView]).get('1')?.extent;
}

/** How often the part had been asked for when this was first rendered. */
function HowOftenAsked() {
  const [often] = useState(() => FakeSocket.latest.of(PART, 'step1').length);
  return often;
}

const queries = new QueryClient();
const plan = (epoch: string) => ({ id: 'p', channel: 'plan/p', epoch, parts: [] }) as unknown as PlanView;

const show = (answer: PlanView) =>
  shown.show(
    <PlanSync me={ME} plan={answer}>
      <Part />
    </PlanSync>,
    queries,
  );

const write = (words: string) => act(async () => addBlock(doc, words));

test('a plan answered by a restored database ends what was there, even where no socket said so', async () => {
  await show(plan('before'));
  await write('mine ord');
  const lost = doc;
  await show(plan('after'));
  expect(doc).not.toBe(lost);
  expect(doc?.getXmlFragment('body')).toHaveLength(0);
  expect(offered).toEqual(['mine ord']);
  expect(FakeSocket.opened.map(({ url }) => String(url).split('epoch=')[1])).toEqual(['before', 'after']);
});

test('a plan that is only refetched keeps the connection', async () => {
  await show(plan('before'));
  await write('mine ord');
  const kept = doc;
  await show({ ...plan('before'), version: 'another' });
  expect(doc).toBe(kept);
  expect(offered).toEqual([]);
  expect(FakeSocket.opened).toHaveLength(1);
});

test('own unsaved words outlive the end of the page, hidden, and are offered once their plan is open again', async () => {
  await show(plan('before'));
  await act(async () => FakeSocket.latest.open());
  await act(async () => FakeSocket.latest.authenticate(PART));
  await write('mine ord');
  await act(async () => keepUnsavedWords());
  expect(doc).toBeNull();
  await shown.show(null);
  expect(leavingLosesWords()).toBe(true);
  await show({ ...plan('before'), id: 'another' });
  expect(offered).toEqual([]);
  await shown.show(null);
  await show(plan('before'));
  expect(offered).toEqual(['mine ord']);
});

test('fields of a list are no longer watched once the documents they were read from are gone', async () => {
  const said = vi.spyOn(console, 'error');
  await shown.show(
    <PlanSync me={ME} plan={plan('before')}>
      <Fields />
    </PlanSync>,
    queries,
  );
  const stored = new Y.Doc();
  stored.getMap('fields').set('extent', 'to dager');
  await act(async () => FakeSocket.latest.open());
  await act(async () => FakeSocket.latest.authenticate(PART));
  await act(async () => FakeSocket.latest.sendState(PART, stored));
  expect(shown.page.textContent).toBe('to dager');
  await shown.show(null);
  expect(said).not.toHaveBeenCalled();
});

test('comments of a part are read again when the server says that they changed, or may have', async () => {
  const invalid = (part: string) => queries.getQueryState(keys.comments(part))?.isInvalidated;
  const readAnew = () => {
    for (const part of ['1', '2']) queries.setQueryData(keys.comments(part), []);
  };
  queries.setQueryData(keys.plan('p'), { ...plan('before'), parts: [{ id: '1', document: PART }] });
  await show(plan('before'));
  const socket = FakeSocket.latest;
  await act(async () => socket.open());
  readAnew();
  await act(async () => socket.authenticate(PART));
  expect([invalid('1'), invalid('2')]).toEqual([true, false]);
  readAnew();
  await act(async () => socket.notice(PART, 'comments-changed'));
  expect([invalid('1'), invalid('2')]).toEqual([true, false]);
  readAnew();
  await act(async () => socket.notice(PART, 'plan-changed'));
  expect([invalid('1'), invalid('2')]).toEqual([false, false]);
});

test('what is shown first is asked for before it is rendered, and once; what nobody then shows is closed', async () => {
  const showFirst = (children: ReactNode) =>
    shown.show(
      <PlanSync me={ME} plan={plan('before')} shown={PART}>
        {children}
      </PlanSync>,
      queries,
    );
  await showFirst(null);
  const early = FakeSocket.latest;
  await act(async () => early.open());
  expect(early.of(PART, 'step1')).toHaveLength(1);
  await showFirst(<Part />);
  await act(async () => early.authenticate(PART));
  await act(async () => early.sendState(PART));
  expect(early.of(PART, 'step1')).toHaveLength(1);
  expect(early.of(PART, 'close')).toEqual([]);
  await showFirst(null);
  expect(early.of(PART, 'close')).toHaveLength(1);
});

test('a socket that is open already is asked for what is shown first before that is rendered', async () => {
  const early = new FakeSocket(syncUrl(window.location, 'before', null));
  early.open();
  globalThis.samplanSocket = early as unknown as WebSocket;
  await shown.show(
    <PlanSync me={ME} plan={plan('before')} shown={PART}>
      <HowOftenAsked />
    </PlanSync>,
    queries,
  );
  expect(FakeSocket.opened).toEqual([early]);
  expect(shown.page.textContent).toBe('1');
});

test('the plan is asked for once more when its channel is open, in case it was changed meanwhile', async () => {
  queries.setQueryData(keys.plan('p'), plan('before'));
  await show(plan('before'));
  await act(async () => FakeSocket.latest.open());
  await act(async () => FakeSocket.latest.authenticate('plan/p'));
  const invalid = () => queries.getQueryState(keys.plan('p'))?.isInvalidated;
  await act(async () => FakeSocket.latest.sendState('plan/p'));
  expect(invalid()).toBe(false); // not in the way of the first words
  firstWordsShown();
  await vi.waitFor(() => expect(invalid()).toBe(true));
});
