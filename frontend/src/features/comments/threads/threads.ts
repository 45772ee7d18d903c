import type { CommentView } from '../../../domain/types';
import { type Anchor, type Quoted, readAnchor } from '../quotes/anchor';

/** A comment with its replies, oldest first. `anchor` is null for a comment on the whole part. */
export interface Thread {
  id: string;
  opening: CommentView;
  replies: CommentView[];
  anchor: Anchor | null;
  quote: string;
  resolved: boolean;
  /** No longer among the comments; shown while somebody still writes in it. */
  gone?: boolean;
}

function threadOf(opening: CommentView): Thread {
  return {
    id: opening.id,
    opening,
    replies: [],
    anchor: readAnchor(opening.anchor),
    quote: opening.quote,
    resolved: opening.resolved_at !== null,
  };
}

/** The opening comment of the thread of a reply (to a reply); the reply itself when its parent is missing. */
function openingOf(comment: CommentView, byId: Map<string, CommentView>): CommentView {
  const seen = new Set<string>();
  let current = comment;
  while (current.reply_to !== null && !seen.has(current.id)) {
    seen.add(current.id);
    const parent = byId.get(current.reply_to);
    if (!parent) return current;
    current = parent;
  }
  return current;
}

/** The comments after one of them was removed: it keeps its place, without words, while there are replies to it. */
export function without(comments: readonly CommentView[], removed: string): CommentView[] {
  if (!comments.some((comment) => comment.reply_to === removed)) {
    return comments.filter((comment) => comment.id !== removed);
  }
  const gone = { text: '', quote: '', anchor: null, removed_at: new Date().toISOString() };
  return comments.map((comment) => (comment.id === removed ? { ...comment, ...gone } : comment));
}

/**
 * Group comments (oldest first) into threads. Every comment is in exactly one thread. A thread that is as it was in
 * `known` is the same object.
 */
export function gatherThreads(comments: readonly CommentView[], known: readonly Thread[] = []): Thread[] {
  const byId = new Map(comments.map((comment) => [comment.id, comment]));
  const threads = new Map<string, Thread>();
  for (const comment of comments) {
    const opening = openingOf(comment, byId);
    const thread = threads.get(opening.id) ?? threadOf(opening);
    if (comment !== opening) thread.replies.push(comment);
    threads.set(opening.id, thread);
  }
  const before = new Map(known.map((thread) => [thread.id, thread]));
  return [...threads.values()].map((thread) => {
    const same = before.get(thread.id);
    return same && !same.gone && isSame(same, thread) ? same : thread;
  });
}

function isSame(one: Thread, other: Thread): boolean {
  return (
    one.opening === other.opening &&
    one.replies.length === other.replies.length &&
    one.replies.every((reply, index) => reply === other.replies[index])
  );
}

/** A thread without any words but its quote: one that is not sent yet, or one that is gone. */
export function wordlessThread(id: string, quoted: Quoted | null, removed_at: string | null = null): Thread {
  const { anchor, quote } = quoted ?? { anchor: null, quote: '' };
  const opening: CommentView = {
    id,
    author: { id: null, name: '', role: null },
    created_at: '',
    text: '',
    reply_to: null,
    anchor,
    quote,
    quote_gone: false,
    resolved_at: null,
    resolved_by: null,
    edited_at: null,
    removed_at,
    removed_by: null,
    written_by: null,
  };
  return { id, opening, replies: [], anchor, quote, resolved: false, gone: removed_at !== null };
}

function idsIn({ opening, replies }: Thread): string[] {
  return [opening.id, ...replies.map(({ id }) => id)];
}

/** Whether one of the comments is answered or edited by somebody who has not sent it: `drafts` are their ids. */
export function isWrittenIn(thread: Thread, drafts: readonly string[]): boolean {
  return drafts.length > 0 && idsIn(thread).some((id) => drafts.includes(id));
}

/** With those that are gone while somebody writes in them: what is being written is never taken away. */
export function withWrittenIn(threads: readonly Thread[], drafts: readonly string[]): readonly Thread[] {
  if (drafts.length === 0) return threads;
  const shown = new Set(threads.flatMap(idsIn));
  const lost = [...new Set(drafts)].filter((id) => !shown.has(id));
  return [...threads, ...lost.map((id) => wordlessThread(id, null, 'gone'))];
}
