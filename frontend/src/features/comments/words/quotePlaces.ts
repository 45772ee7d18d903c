import type * as Y from 'yjs';
import { StateCell } from '../../../state/stateCell';
import { offsetOfMatch, type QuoteMatch } from '../quotes/anchor';
import { QuoteFinder } from '../quotes/quoteFinder';
import type { Thread } from '../threads/threads';

/**
 * Changes are followed at most this often, in milliseconds: the letter just typed is on the screen by then, and whoever
 * types fast has two or three letters followed at once.
 */
const FOLLOW_MS = 250;
/** Words that are gone are searched for in the rest of the text once it has rested this long, in milliseconds. */
const REST_MS = 600;
/** But no later than this, however busily it is written. */
const LONGEST_UNREST_MS = 5_000;

export type Kinds = ReadonlyMap<string, QuoteMatch['kind']>;
type Quoted = Pick<Thread, 'id' | 'anchor' | 'quote'>;

/** Steps of the search before a new thread is painted: a millisecond. */
const STEPS_BEFORE_PAINT = 100_000;

/**
 * Where the quotes of one text are. `cell` changes only when a quote is found, lost, or passes another: that others
 * write before it moves its offset, which nobody has to render again.
 */
export class QuotePlaces {
  /** How well each quote was found, in reading order. */
  readonly cell = new StateCell<{ kinds: Kinds }>({ kinds: new Map() });
  private readonly body: Y.XmlFragment;
  private readonly finder: QuoteFinder;
  private readonly found = new Set<(moved: boolean) => void>();
  private readonly shown = new Set<() => void>();
  private threads: readonly Quoted[] = [];
  private following: ReturnType<typeof setTimeout> | null = null;
  private resting: ReturnType<typeof setTimeout> | null = null;
  private restlessSince: number | null = null;
  private current: ReadonlyMap<string, QuoteMatch> = new Map();

  constructor(doc: Y.Doc) {
    this.body = doc.getXmlFragment('body');
    this.finder = new QuoteFinder(doc, this.body);
    this.body.observeDeep(this.note);
  }

  get matches(): ReadonlyMap<string, QuoteMatch> {
    return this.current;
  }

  /** Length of the text that the matches are of. */
  get length(): number {
    return this.finder.length;
  }

  /** Called after every change that was followed. `moved`: quotes may stand in other lines than before. */
  readonly onFound = (listener: (moved: boolean) => void): (() => void) => {
    this.found.add(listener);
    return () => void this.found.delete(listener);
  };

  /** Called when the editor shows quotes in other lines than before. */
  readonly onShown = (listener: () => void): (() => void) => {
    this.shown.add(listener);
    return () => void this.shown.delete(listener);
  };

  readonly tellShown = (): void => {
    for (const listener of this.shown) listener();
  };

  /** The threads to be found; a new one is found before the next frame, so that its card has a place at once. */
  show(threads: readonly Quoted[]): void {
    this.threads = threads;
    this.follow(STEPS_BEFORE_PAINT);
  }

  destroy(): void {
    this.body.unobserveDeep(this.note);
    for (const timer of [this.following, this.resting]) if (timer !== null) clearTimeout(timer);
  }

  private readonly note = (events: Y.YEvent<Y.AbstractType<unknown>>[]): void => {
    // A text without comments is not read, and nobody waits to hear of it.
    if (this.threads.length === 0) return;
    this.finder.note(events);
    this.following ??= setTimeout(() => this.follow(), FOLLOW_MS);
  };

  private follow(steps?: number): void {
    if (this.following !== null) clearTimeout(this.following);
    this.following = null;
    this.goOn(this.finder.begin(this.threads), steps);
    this.awaitRest();
  }

  private awaitRest(): void {
    this.restlessSince ??= Date.now();
    if (this.resting !== null && Date.now() - this.restlessSince > LONGEST_UNREST_MS) return;
    if (this.resting !== null) clearTimeout(this.resting);
    this.resting = setTimeout(() => this.rest(), REST_MS);
  }

  private rest(): void {
    this.resting = this.restlessSince = null;
    if (this.finder.searchElsewhere()) this.goOn(true);
  }

  /** A share of the searching at a time, between frames. */
  private goOn(moved: boolean, steps?: number): void {
    const done = this.finder.goOn(steps);
    this.current = this.finder.found;
    if (moved) this.tellKinds();
    for (const listener of this.found) listener(moved);
    if (!done) this.following ??= setTimeout(() => this.follow());
  }

  private tellKinds(): void {
    const kinds = kindsOf(this.current);
    if (!sameInOrder(kinds, this.cell.read().kinds)) this.cell.replace({ kinds });
  }
}

function kindsOf(matches: ReadonlyMap<string, QuoteMatch>): Kinds {
  const position = (match: QuoteMatch) => offsetOfMatch(match) ?? -1;
  const ordered = [...matches].sort(([, a], [, b]) => position(a) - position(b));
  return new Map(ordered.map(([id, { kind }]) => [id, kind]));
}

function sameInOrder(one: Kinds, other: Kinds): boolean {
  const others = other.entries();
  return (
    one.size === other.size &&
    [...one].every(([id, kind]) => {
      const [otherId, otherKind] = others.next().value ?? [];
      return id === otherId && kind === otherKind;
    })
  );
}
