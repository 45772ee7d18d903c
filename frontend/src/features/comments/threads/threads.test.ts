import { expect, test } from 'vitest';
import type { CommentView } from '../../../domain/types';
import { gatherThreads, without } from './threads';

function comment(id: string, reply_to: string | null = null): CommentView {
  return {
    id,
    author: { id: 'p1', name: 'Ida', role: 'owner' },
    created_at: '2026-11-21T12:00:00Z',
    text: id,
    reply_to,
    anchor: null,
    quote: '',
    quote_gone: false,
    resolved_at: null,
    resolved_by: null,
    edited_at: null,
    removed_at: null,
    removed_by: null,
  };
}

test('replies belong to the thread they answer, a reply to a reply too', () => {
  const threads = gatherThreads([comment('a'), comment('b'), comment('c', 'a'), comment('d', 'c')]);
  expect(threads.map((thread) => thread.id)).toEqual(['a', 'b']);
  expect(threads[0]?.replies.map((reply) => reply.id)).toEqual(['c', 'd']);
});

test('a reply whose parent is missing is shown as a thread', () => {
  const threads = gatherThreads([comment('b', 'gone'), comment('c', 'b')]);
  expect(threads.map((thread) => thread.id)).toEqual(['b']);
  expect(threads[0]?.replies.map((reply) => reply.id)).toEqual(['c']);
});

test('an anchor that cannot be read makes the comment one on the whole part', () => {
  const [thread] = gatherThreads([{ ...comment('a'), anchor: { start: 1 }, quote: 'ord' }]);
  expect(thread?.anchor).toBeNull();
  expect(thread?.quote).toBe('ord');
});

test('a removed comment is gone, or keeps its place without words while there are replies to it', () => {
  const all = [{ ...comment('a'), quote: 'ord' }, comment('b', 'a')];
  expect(without(all, 'b')).toEqual([all[0]]);
  const [first, second] = without(all, 'a');
  expect(first).toMatchObject({ id: 'a', text: '', quote: '', anchor: null });
  expect(first?.removed_at).not.toBeNull();
  expect(second).toEqual(all[1]);
});
