// @vitest-environment jsdom
import { expect, test } from 'vitest';
import { readableParts } from '../../../state/readableParts';
import { allDrafts, draftKey, NEW_SUGGESTION, setDraft, waitingFor } from './drafts';

function leavingWarns(): boolean {
  const leaving = new Event('beforeunload', { cancelable: true });
  window.dispatchEvent(leaving);
  return leaving.defaultPrevented;
}

test('leaving the page warns exactly while something unsent is written', () => {
  expect(leavingWarns()).toBe(false);
  setDraft('ida part1', { text: 'Kan vi ', quoted: null });
  expect(leavingWarns()).toBe(true);
  setDraft('ida part1', { text: '  ', quoted: null });
  expect(leavingWarns()).toBe(false);
  setDraft('ida part1', { text: 'Kan vi vente?', quoted: null });
  setDraft('ida part1', null);
  expect(leavingWarns()).toBe(false);
});

test('drafts of two parts are separate', () => {
  setDraft('ida part1', { text: 'en', quoted: null });
  setDraft('ida part2', { text: 'to', quoted: null });
  setDraft('ida part1', null);
  expect(leavingWarns()).toBe(true);
  setDraft('ida part2', null);
  expect(leavingWarns()).toBe(false);
});

test("others' words leave a draft with the part they stand in, and one's own stay", () => {
  const quoted = { anchor: { from: 1, before: 'tett på', after: 'seg' } as never, quote: 'hemmelig' };
  const [gone, still, empty, anothers] = [
    draftKey('ida', 'gone', 'new'),
    draftKey('ida', 'still', 'new'),
    draftKey('ida', 'gone', 'empty'),
    draftKey('per', 'gone', 'new'),
  ];
  for (const key of [gone, still, anothers]) setDraft(key, { text: 'Kan vi vente?', quoted });
  setDraft(empty, { text: ' ', quoted });
  readableParts.replace({ reader: 'ida', parts: new Set(['still']) });
  expect(allDrafts()).toEqual(
    new Map([
      [gone, { text: 'Kan vi vente?', quoted: null }],
      [still, { text: 'Kan vi vente?', quoted }],
      [anothers, { text: 'Kan vi vente?', quoted }],
    ]),
  );
  for (const key of [gone, still, anothers]) setDraft(key, null);
});

test('of a suggestion only the words that its writer added outlive the right to read what it is about', () => {
  const quoted = {
    anchor: { start: 'a', end: 'b', before: '', after: '' },
    quote: 'sint om morgenen hjemme',
  };
  const about = (text: string, original: string) => ({ text, original });
  const keyOf = (part: string, thread = NEW_SUGGESTION) => draftKey('ida', part, thread);
  setDraft(keyOf('untouched'), { ...about(quoted.quote, quoted.quote), quoted });
  setDraft(keyOf('words'), { ...about('ofte sint om morgenen borte', quoted.quote), quoted });
  setDraft(keyOf('taken'), { ...about('sint', quoted.quote), quoted });
  setDraft(keyOf('field'), { ...about('Mor følger', 'Mor følger'), quoted: null, field: 'how' });
  setDraft(keyOf('field', waitingFor('extent')), {
    ...about('Mor følger. Hver uke?', 'Mor følger'),
    quoted: null,
    field: 'extent',
  });
  const left = [
    [keyOf('words'), { text: 'ofte borte', quoted: null }],
    [keyOf('field', waitingFor('extent')), { text: 'Hver uke?', quoted: null }],
  ] as const;
  for (const parts of [new Set<string>(), new Set(['another'])]) {
    readableParts.replace({ reader: 'ida', parts });
    expect([...allDrafts()]).toEqual(left);
  }
  for (const [key] of left) setDraft(key, null);
});
