import type * as Y from 'yjs';
import {
  type Anchor,
  CONTEXT,
  locate,
  makeAnchor,
  type Quoted,
  type QuoteMatch,
  STEPS_FOR_QUOTE,
} from './anchor';
import { Budget } from './budget';
import { type FlatBlock, FlatText, type Stretch } from './flatText';

/** A thread with its quote; `anchor` is null for a thread on the whole part. */
interface QuotedThread {
  id: string;
  anchor: Anchor | null;
  quote: string;
}

/** A place in a block, which moves with the block. */
interface Place {
  block: FlatBlock;
  within: number;
}

/** What is known of a thread's quote between two changes of the text. */
interface Trace {
  anchor: Anchor;
  quote: string;
  match: QuoteMatch | null;
  /** The ends of the match, or where it used to be; null when unknown. */
  ends: [Place, Place] | null;
  /** Its last known offset, to choose among equal candidates. */
  lastSeen: number | null;
  /** An anchor created at the last match, since the stored positions may be dead; it follows the next change. */
  renewed: Quoted | null;
}

/** Steps between two frames: some milliseconds. */
const STEPS_AT_ONCE = 1_000_000;
/** Every quote takes some steps, found at once or not. */
const STEPS_EACH = 2_000;

/**
 * Finds the quotes of all threads of one part again after changes of its text, a share of them at a time.
 *
 * A quote whose words and context stand in blocks that did not change is where it was: it moves with its block. One
 * that was not found whole may have come back anywhere, so it waits until the text rests (`searchElsewhere`).
 */
export class QuoteFinder {
  /** Null while no thread has a quote: a text without comments is not read. */
  private flat: FlatText | null = null;
  private readonly changed = new Set<unknown>();
  private readonly traces = new Map<string, Trace>();
  /** Ids still to be found in the text as it is now, those that have waited longest first. */
  private readonly pending = new Set<string>();
  private readonly elsewhere = new Set<string>();

  constructor(
    private readonly doc: Y.Doc,
    private readonly body: Y.XmlFragment,
  ) {}

  /** Length of the text that was read last. */
  get length(): number {
    return this.flat?.length ?? 0;
  }

  /** Note which blocks changed; nothing is read before `begin`. */
  note(events: readonly Y.YEvent<Y.AbstractType<unknown>>[]): void {
    for (const { target } of events) {
      let type: Y.AbstractType<unknown> | null = target;
      while (type && type !== (this.body as unknown) && type.parent !== (this.body as unknown))
        type = type.parent;
      if (type) this.changed.add(type);
    }
  }

  /**
   * Begin: the text or the threads have changed. False when every quote that was found stands in the same lines as
   * before, as far as the text knows.
   */
  begin(threads: readonly QuotedThread[]): boolean {
    this.take(threads);
    const stretches = this.read();
    let moved = false;
    if (stretches.length > 0)
      for (const [id, trace] of this.traces) moved = this.follow(id, trace, stretches) || moved;
    return this.pending.size > 0 || (moved && this.flat?.rearranged === true);
  }

  private read(): readonly Stretch[] {
    const { flat, changed } = this;
    if (this.traces.size === 0) this.flat = null;
    else if (!flat) this.flat = new FlatText(this.body);
    const stretches = flat && changed.size > 0 ? flat.update(changed) : [];
    changed.clear();
    return stretches;
  }

  /** Go on for at most `steps`; true when every quote that may have changed has been searched for. */
  goOn(steps = STEPS_AT_ONCE): boolean {
    const budget = new Budget(steps);
    for (const id of this.pending) {
      if (!budget.take(STEPS_EACH)) return false;
      this.pending.delete(id);
      const trace = this.traces.get(id);
      if (trace && this.flat) this.findOne(this.flat, trace, budget);
    }
    return true;
  }

  /** Search for those that were not found whole: what was cut may stand elsewhere now. True if there are any. */
  searchElsewhere(): boolean {
    for (const id of this.elsewhere) this.pending.add(id);
    this.elsewhere.clear();
    return this.pending.size > 0;
  }

  /** The match of every thread that has an anchor and has been reached, by thread id. */
  get found(): Map<string, QuoteMatch> {
    const found = new Map<string, QuoteMatch>();
    for (const [id, { match }] of this.traces) if (match) found.set(id, match);
    return found;
  }

  private take(threads: readonly QuotedThread[]): void {
    const wanted = new Set<string>();
    for (const { id, anchor, quote } of threads) {
      if (!anchor) continue;
      wanted.add(id);
      const known = this.traces.get(id);
      if (known?.quote === quote && sameAnchor(known.anchor, anchor)) continue;
      this.traces.set(id, { anchor, quote, match: null, ends: null, lastSeen: null, renewed: null });
      this.pending.add(id);
    }
    for (const id of this.traces.keys()) {
      if (wanted.has(id)) continue;
      this.traces.delete(id);
      this.pending.delete(id);
      this.elsewhere.delete(id);
    }
  }

  /** Move a match with its blocks, or put it among those to be found. Returns whether it was moved. */
  private follow(id: string, trace: Trace, stretches: readonly Stretch[]): boolean {
    const before = trace.match;
    const words = stretchBetween(trace.ends);
    if (words) trace.match = movedTo(before, words);
    const touched = !words || stretches.some((each) => isNear(each, words));
    if (trace.match?.kind === 'exact' && !touched) trace.lastSeen = trace.match.start;
    else if (touched && trace.match?.kind !== 'changed') this.pending.add(id);
    else this.elsewhere.add(id);
    return trace.match !== before;
  }

  private findOne(flat: FlatText, trace: Trace, budget: Budget): void {
    const { lastSeen, renewed, anchor, quote } = trace;
    const own = budget.part(STEPS_FOR_QUOTE);
    const followed = renewed && locate(this.doc, flat, renewed, lastSeen, own);
    const match =
      followed && followed.kind !== 'changed'
        ? followed
        : locate(this.doc, flat, { anchor, quote }, lastSeen, own);
    trace.match = match;
    trace.ends = endsOf(flat, match);
    if (match.kind !== 'exact') return;
    const fresh = makeAnchor(flat, match);
    trace.lastSeen = match.start;
    // The quote stays the stored one, so that many small edits cannot make the match drift away from it.
    if (fresh) trace.renewed = { anchor: fresh.anchor, quote };
  }
}

function endsOf(flat: FlatText, match: QuoteMatch): [Place, Place] | null {
  const [start, end] = match.kind === 'changed' ? [match.near, match.near] : [match.start, match.end];
  const first = placeOf(flat, start);
  const last = placeOf(flat, end);
  return first && last && [first, last];
}

function placeOf(flat: FlatText, offset: number | null): Place | null {
  const block = offset === null ? null : flat.blockAt(offset);
  return block && offset !== null ? { block, within: offset - block.offset } : null;
}

/** Where two places are now; null when one of their blocks is gone. */
function stretchBetween(ends: [Place, Place] | null): Stretch | null {
  if (!ends || ends.some(({ block }) => block.gone)) return null;
  const [start, end] = ends.map(({ block, within }) => block.offset + Math.min(within, block.text.length));
  return { start: start ?? 0, end: end ?? 0 };
}

/** Whether a change there concerns the words, or their context. */
function isNear(change: Stretch, words: Stretch): boolean {
  return change.start <= words.end + CONTEXT + 1 && change.end >= words.start - CONTEXT - 1;
}

function movedTo(match: QuoteMatch | null, { start, end }: Stretch): QuoteMatch | null {
  if (!match) return null;
  if (match.kind === 'changed') return match.near === start ? match : { ...match, near: start };
  return match.start === start && match.end === end ? match : { ...match, start, end };
}

function sameAnchor(one: Anchor, other: Anchor): boolean {
  return (['start', 'end', 'before', 'after'] as const).every((side) => one[side] === other[side]);
}
