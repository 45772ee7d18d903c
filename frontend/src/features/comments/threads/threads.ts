import type { CommentView } from '../../../domain/types';
import { type Anchor, readAnchor } from '../quotes/anchor';

/** A comment with its replies, oldest first. `anchor` is null for a comment on the whole part. */
export interface Thread {
  id: string;
  opening: CommentView;
  replies: CommentView[];
  anchor: Anchor | null;
  quote: string;
  resolved: boolean;
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

/** Group comments (oldest first) into threads. Every comment is in exactly one thread. */
export function gatherThreads(comments: readonly CommentView[]): Thread[] {
  const byId = new Map(comments.map((comment) => [comment.id, comment]));
  const threads = new Map<string, Thread>();
  for (const comment of comments) {
    const opening = openingOf(comment, byId);
    const thread = threads.get(opening.id) ?? threadOf(opening);
    if (comment !== opening) thread.replies.push(comment);
    threads.set(opening.id, thread);
  }
  return [...threads.values()];
}
