// @vitest-environment jsdom
import { act } from 'react';
import { beforeEach, expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import type { PartView, PlanView, Writer } from '../../../domain/types';
import { PlanSync, useRefusedTexts } from '../../../sync';
import { FakeSocket } from '../../../sync/testing/fakeSocket';
import { shownPage } from '../../../ui/testing/shown';
import { KindField } from './KindField';

const PART = { id: 'm', kind: 'measure', document: 'part/m' } as unknown as PartView;
const PLAN = { id: 'p', channel: 'plan/p', epoch: 'e', parts: [] } as unknown as PlanView;
const ME: Writer = { id: 'me', name: 'Runa', role: 'owner', initials: 'R', colour: 0 };

const { page, show } = shownPage();
let doc: Y.Doc;
let offered: string[];

beforeEach(() => {
  vi.stubGlobal('WebSocket', FakeSocket);
  doc = new Y.Doc();
});

function Offered() {
  offered = useRefusedTexts().texts.map(({ words }) => words);
  return null;
}

const field = (editable: boolean) =>
  show(
    <PlanSync me={ME} plan={PLAN}>
      <KindField doc={doc} editable={editable} fields={{}} kind="measure" name="due" part={PART} />
      <Offered />
    </PlanSync>,
  );

const type = (text: string) =>
  act(async () => {
    const box = page.querySelector('input') as HTMLInputElement;
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(box, text);
    box.dispatchEvent(new Event('input', { bubbles: true }));
  });

test('a day that was being typed when the right to write ended is not written, and is offered to its writer', async () => {
  await field(true);
  await type('01.08.2027');
  await field(false);
  expect(doc.getMap('fields').has('due')).toBe(false);
  expect(offered).toEqual(['01.08.2027']);
});

test('so it is when the document has ended', async () => {
  await field(true);
  await type('01.08.2027');
  doc.destroy();
  await show(
    <PlanSync me={ME} plan={PLAN}>
      <Offered />
    </PlanSync>,
  );
  expect(offered).toEqual(['01.08.2027']);
});
