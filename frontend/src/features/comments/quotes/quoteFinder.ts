import type * as Y from 'yjs';
import { type Anchor, locate, makeAnchor, type Place, type Quoted } from './anchor';
import { readFlatText } from './flatText';

/** What stands on words, or with `anchor` null on none. */
interface Quoting {
  id: string;
  anchor: Anchor | null;
  quote: string;
}

/** What is remembered of a thread's words between two changes of the text. */
interface Trace {
  /** Where they stood last, to choose among like words. */
  lastSeen: number | null;
  /** Positions made anew when the stored ones had died, so that the next change can be followed too. */
  renewed: Quoted | null;
}

/** The places of all threads of one part, found again after each change of its text. */
export class Places {
  private readonly traces = new Map<string, Trace>();

  constructor(
    private readonly doc: Y.Doc,
    private readonly body: Y.XmlFragment,
  ) {}

  /** Thread id → place, for every thread on words. */
  find(threads: readonly Quoting[]): Map<string, Place> {
    const anchored = threads.filter((thread) => thread.anchor !== null);
    const places = new Map<string, Place>();
    if (anchored.length === 0) return places;
    const flat = readFlatText(this.body);
    for (const thread of anchored) {
      if (thread.anchor === null) continue;
      const quoted = { anchor: thread.anchor, quote: thread.quote };
      const trace = this.traces.get(thread.id) ?? { lastSeen: null, renewed: null };
      const { lastSeen, renewed } = trace;
      const again = renewed ? locate(this.doc, flat, renewed, lastSeen) : null;
      const place = again && again.kind !== 'changed' ? again : locate(this.doc, flat, quoted, lastSeen);
      places.set(thread.id, place);
      if (place.kind === 'exact') {
        const fresh = makeAnchor(flat, place);
        // The quote stays the one in the row: words that drift a little at a time must not drift away.
        this.traces.set(thread.id, {
          lastSeen: place.start,
          renewed: fresh ? { anchor: fresh.anchor, quote: thread.quote } : renewed,
        });
      }
    }
    return places;
  }
}
