import type * as Y from 'yjs';
import { type Anchor, locate, makeAnchor, type Quoted, type QuoteMatch, STEPS_FOR_QUOTE } from './anchor';
import { Budget } from './budget';
import { type FlatText, readFlatText } from './flatText';

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

/** Steps between two frames: some milliseconds. */
const STEPS_AT_ONCE = 1_000_000;
/** Every quote takes some steps, found at once or not. */
const STEPS_EACH = 2_000;

/** Finds the quotes of all threads of one part again after each change of its text, a share of them at a time. */
export class QuoteFinder {
  private readonly traces = new Map<string, Trace>();
  private matches = new Map<string, QuoteMatch>();
  /** Still to be found in the text as it is now. */
  private pending: QuotedThread[] = [];
  private flat: FlatText | null = null;

  constructor(
    private readonly doc: Y.Doc,
    private readonly body: Y.XmlFragment,
  ) {}

  /**
   * Begin: the text or the threads have changed. Those that had not been reached since the last change come first, and
   * each keeps its former match until it is reached again.
   */
  begin(threads: readonly QuotedThread[]): void {
    const anchored = threads.filter((thread) => thread.anchor !== null);
    const turn = new Map(this.pending.map(({ id }, index) => [id, index]));
    const turnOf = ({ id }: QuotedThread) => turn.get(id) ?? turn.size;
    this.pending = [...anchored].sort((a, b) => turnOf(a) - turnOf(b));
    const known = this.matches;
    this.matches = new Map();
    for (const { id } of anchored) {
      const match = known.get(id);
      if (match) this.matches.set(id, match);
    }
    this.flat = anchored.length > 0 ? readFlatText(this.body) : null;
  }

  /** Go on for at most `steps`; true when every quote has been searched for. */
  goOn(steps = STEPS_AT_ONCE): boolean {
    const budget = new Budget(steps);
    while (this.flat && this.pending.length > 0 && budget.take(STEPS_EACH)) {
      const thread = this.pending.shift();
      if (thread?.anchor) this.findOne(this.flat, thread.id, thread.anchor, thread.quote, budget);
    }
    return this.pending.length === 0;
  }

  /** The match of every thread that has an anchor and has been reached, by thread id. */
  get found(): Map<string, QuoteMatch> {
    return new Map(this.matches);
  }

  private findOne(flat: FlatText, id: string, anchor: Anchor, quote: string, budget: Budget): void {
    const { lastSeen, renewed } = this.traces.get(id) ?? { lastSeen: null, renewed: null };
    const own = budget.part(STEPS_FOR_QUOTE);
    const followed = renewed && locate(this.doc, flat, renewed, lastSeen, own);
    const match =
      followed && followed.kind !== 'changed'
        ? followed
        : locate(this.doc, flat, { anchor, quote }, lastSeen, own);
    this.matches.set(id, match);
    if (match.kind !== 'exact') return;
    const fresh = makeAnchor(flat, match);
    // The quote stays the stored one, so that many small edits cannot make the match drift away from it.
    this.traces.set(id, {
      lastSeen: match.start,
      renewed: fresh ? { anchor: fresh.anchor, quote } : renewed,
    });
  }
}
