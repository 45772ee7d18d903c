import type * as Y from 'yjs';
import { type Anchor, locate, makeAnchor, type Quoted, type QuoteMatch } from './anchor';
import { readFlatText } from './flatText';

/** A thread with its quote; `anchor` is null for a thread on the whole part. */
interface QuotedThread {
  id: string;
  anchor: Anchor | null;
  quote: string;
}

/** What is remembered of a thread's quote between two changes of the text. */
interface Trace {
  /** Its last known offset, to choose among equal candidates. */
  lastSeen: number | null;
  /** An anchor created at the last match, since the stored positions may be dead; it follows the next change. */
  renewed: Quoted | null;
}

/** Finds the quotes of all threads of one part again after each change of its text. */
export class QuoteFinder {
  private readonly traces = new Map<string, Trace>();

  constructor(
    private readonly doc: Y.Doc,
    private readonly body: Y.XmlFragment,
  ) {}

  /** The match of every thread that has an anchor, by thread id. */
  find(threads: readonly QuotedThread[]): Map<string, QuoteMatch> {
    const anchored = threads.filter((thread) => thread.anchor !== null);
    const matches = new Map<string, QuoteMatch>();
    if (anchored.length === 0) return matches;
    const flat = readFlatText(this.body);
    for (const thread of anchored) {
      if (thread.anchor === null) continue;
      const quoted = { anchor: thread.anchor, quote: thread.quote };
      const trace = this.traces.get(thread.id) ?? { lastSeen: null, renewed: null };
      const { lastSeen, renewed } = trace;
      const renewedMatch = renewed ? locate(this.doc, flat, renewed, lastSeen) : null;
      const match =
        renewedMatch && renewedMatch.kind !== 'changed'
          ? renewedMatch
          : locate(this.doc, flat, quoted, lastSeen);
      matches.set(thread.id, match);
      if (match.kind === 'exact') {
        const fresh = makeAnchor(flat, match);
        // The quote stays the stored one, so that many small edits cannot make the match drift away from it.
        this.traces.set(thread.id, {
          lastSeen: match.start,
          renewed: fresh ? { anchor: fresh.anchor, quote: thread.quote } : renewed,
        });
      }
    }
    return matches;
  }
}
