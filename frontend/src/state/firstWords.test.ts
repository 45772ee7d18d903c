import { expect, test, vi } from 'vitest';
import { afterFirstWords, firstWordsShown } from './firstWords';

test('what may wait is done once the first words are shown, and at once when they are', async () => {
  const act = vi.fn();
  afterFirstWords(act);
  await Promise.resolve();
  expect(act).not.toHaveBeenCalled();
  firstWordsShown();
  firstWordsShown();
  await vi.waitFor(() => expect(act).toHaveBeenCalledTimes(1));
  afterFirstWords(act);
  await vi.waitFor(() => expect(act).toHaveBeenCalledTimes(2));
});
