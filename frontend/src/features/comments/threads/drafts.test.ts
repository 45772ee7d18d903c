// @vitest-environment jsdom
import { expect, test } from 'vitest';
import { setDraft } from './drafts';

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
