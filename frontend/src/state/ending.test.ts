import { afterEach, beforeEach, expect, test, vi } from 'vitest';

let ending: typeof import('./ending');
const ended = vi.fn();

beforeEach(async () => {
  vi.resetModules();
  ending = await import('./ending');
  ending.onPageEnd(ended);
});

afterEach(() => ended.mockReset());

test('a page is the page of the first person who was signed in, and ends when it is another', () => {
  expect(ending.signedInAs('ida')).toBe(true);
  expect(ending.signedInAs('ida')).toBe(true);
  expect(ended).not.toHaveBeenCalled();
  expect(ending.signedInAs('per')).toBe(false);
  expect(ended.mock.calls).toEqual([['another']]);
  expect(ending.pagePerson()).toBe('ida');
});

test('without a person there is nothing to end', () => {
  ending.sessionIsOver();
  expect(ended).not.toHaveBeenCalled();
  ending.signedInAs('ida');
  ending.sessionIsOver();
  expect(ended.mock.calls).toEqual([['session']]);
});

test('logging out ends the page once, when it is answered', async () => {
  ending.signedInAs('ida');
  await ending.leavePage(async () => ending.sessionIsOver());
  expect(ended.mock.calls).toEqual([['left']]);
});

test('a logout that fails ends the page only if the session was seen to be over', async () => {
  const failing = (before: () => void) =>
    ending.leavePage(async () => {
      before();
      throw new Error('no answer');
    });
  ending.signedInAs('ida');
  await expect(failing(() => undefined)).rejects.toThrow();
  expect(ended).not.toHaveBeenCalled();
  await expect(failing(ending.sessionIsOver)).rejects.toThrow();
  expect(ended.mock.calls).toEqual([['session']]);
});

test('words are put by by everybody who has some, until they have none to keep', () => {
  const keep = vi.fn();
  const stop = ending.beforePageEnds(keep);
  ending.keepUnsavedWords();
  stop();
  ending.keepUnsavedWords();
  expect(keep).toHaveBeenCalledOnce();
});
