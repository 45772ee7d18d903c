import { expect, test } from 'vitest';
import type { CommentView } from '../../../domain/types';
import { gatherThreads, isWrittenIn, without, withWrittenIn } from './threads';

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
    written_by: null,
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

test('a thread that is as it was stays the same object, so that its card is not rendered again', () => {
  const comments = [comment('a'), comment('b'), comment('c', 'a')];
  const before = gatherThreads(comments);
  const after = gatherThreads([...comments, comment('d', 'b')], before);
  expect(after[0]).toBe(before[0]);
  expect(after[1]).not.toBe(before[1]);
});

test('a thread that goes while somebody writes in it stays, without its words', () => {
  const threads = gatherThreads([comment('a'), comment('b', 'a')]);
  expect(withWrittenIn(threads, ['b'])).toEqual(threads);
  const kept = withWrittenIn(threads, ['gone', 'gone']);
  expect(kept.map(({ id, gone = false }) => [id, gone])).toEqual([
    ['a', false],
    ['gone', true],
  ]);
  expect(kept.at(-1)?.opening.text).toBe('');
});

test('a thread is written in where any of its comments is answered or edited', () => {
  const [thread] = gatherThreads([comment('a'), comment('b', 'a')]);
  if (!thread) throw new Error('no thread');
  expect([['a'], ['b'], ['c'], []].map((drafts) => isWrittenIn(thread, drafts))).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
