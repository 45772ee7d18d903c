// @vitest-environment jsdom
import { act } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import type { PartView, PlanView } from '../../../../domain/types';
import { shownPage } from '../../../../ui/testing/shown';
import { buttonIn, there, type } from '../../../../ui/testing/there';
import type { CardTools } from '../../margin/useMargin';
import { allDrafts, draftKey, NEW_SUGGESTION, setDraft } from '../../threads/drafts';
import { aboutField } from './FieldChoice';
import { NewSuggestion } from './NewSuggestion';
import { wishOf } from './wish';

const { page, show } = shownPage();
const LINES = 'Først\nså\n\nsist';
const keyOf = (thread: string) => draftKey('me', 'm', thread);
let tools: CardTools;

beforeEach(() => {
  const doc = new Y.Doc();
  doc.getMap('fields').set('title', new Y.Text('Øve'));
  doc.getMap('fields').set('how', new Y.Text(LINES));
  tools = {
    plan: { id: 'p', me: 'me' } as PlanView,
    part: { id: 'm', kind: 'measure', level: 'comment' } as PartView,
    doc,
    mayComment: true,
    draftKey: keyOf,
    backToText: vi.fn(),
    setActive: () => undefined,
    goTo: () => undefined,
    announce: () => undefined,
  } as unknown as CardTools;
});

afterEach(() =>
  act(async () => {
    for (const key of allDrafts().keys()) setDraft(key, null);
  }),
);

async function about(field: string): Promise<void> {
  setDraft(keyOf(NEW_SUGGESTION), aboutField(there(tools.doc), field));
  await show(<NewSuggestion tools={tools} kind={undefined} active focusTurn={0} />);
}

function choose(field: string): Promise<void> {
  const box = there(page.querySelector('select'));
  return act(async () => {
    there(Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, 'value')?.set).call(box, field);
    box.dispatchEvent(new Event('change', { bubbles: true }));
  });
}

const box = () => there(page.querySelector('textarea'));
const send = () => buttonIn(page, 'Send forslaget');

test('nothing is to be sent of a field of several lines that was not touched, and its lines are kept', async () => {
  await about('how');
  expect(box().value).toBe(LINES);
  expect(send().getAttribute('aria-disabled')).toBe('true');
  await type(box(), `${LINES}\nog mer`);
  expect(send().getAttribute('aria-disabled')).not.toBe('true');
  const wish = wishOf(there(allDrafts().get(keyOf(NEW_SUGGESTION))));
  expect(wish).toEqual({ field: 'how', quote: LINES, replacement: `${LINES}\nog mer` });
});

test('a title is of one line, and so are words in the text', () => {
  const quoted = { anchor: { start: 'a', end: 'b', before: '', after: '' }, quote: 'øver' };
  expect(wishOf({ text: 'Øve \n mer', original: 'Øve', quoted: null, field: 'title' })?.replacement).toBe(
    'Øve mer',
  );
  expect(wishOf({ text: 'øver\nmer', original: 'øver', quoted })?.replacement).toBe('øver mer');
  expect(wishOf({ text: 'Øve\nmer', original: 'Øve\nmer', quoted: null, field: 'title' })).toBeNull();
});

test('what was typed about a field is there again when it is turned to, and none of it is thrown away unseen', async () => {
  await about('title');
  await choose('how');
  expect(allDrafts().size).toBe(1);
  await type(box(), 'Hver uke');
  await choose('title');
  expect(box().value).toBe('Øve');
  await type(box(), 'Øve mer');
  await choose('how');
  expect(box().value).toBe('Hver uke');
  await act(async () => buttonIn(page, 'Forkast').click());
  expect(box().value).toBe('Øve mer');
  expect(there(page.querySelector('select')).value).toBe('title');
  expect(tools.backToText).not.toHaveBeenCalled();
  await act(async () => buttonIn(page, 'Forkast').click());
  expect(allDrafts().size).toBe(0);
  expect(tools.backToText).toHaveBeenCalledOnce();
});
