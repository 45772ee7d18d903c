import { expect, test } from 'vitest';
import type { CommentView } from '../../../domain/types';
import { arrivedSince } from './useArrivals';

const by = (author: string, id: string, removed_at: string | null = null) =>
  ({ id, author: { id: author, name: author, role: null }, removed_at }) as CommentView;

test("only others' comments that were not there before have arrived", () => {
  const before = [by('me', '1'), by('silje', '2')];
  const now = [...before, by('me', '3'), by('silje', '4'), by('silje', '5', '2026-11-29')];
  expect(arrivedSince(before, now, 'me').map(({ id }) => id)).toEqual(['4']);
  expect(arrivedSince(now, before, 'me')).toEqual([]);
});
