import { ySyncPluginKey } from '@tiptap/y-tiptap';
import type { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { StateCell } from '../../../state/stateCell';
import { find, type LostWords, RecentWords } from './recentWords';
import { insertedIn, type Stretch } from './structs';

/** Words of mine that somebody else's change removed, offered back. `by` is null unless it can only be one. */
export interface Offer {
  id: number;
  text: string;
  by: string | null;
}

interface Loss extends Offer {
  first: Stretch;
  place: Place;
  shown: boolean;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/** Where lost words go back: into their text while it lives, else as a paragraph where their block stood. */
interface Place {
  inText: Y.RelativePosition;
  inBody: Y.RelativePosition;
}

interface RemovedWordsOptions {
  awareness?: Awareness | null;
  /** How long after typing words are watched, ms. */
  recentMs?: number;
  /** How long removed words may take to come back (a cut, then a paste) before they are offered, ms. */
  settleMs?: number;
  now?: () => number;
}

const TWO_LETTERS = /[\p{L}\p{N}].*[\p{L}\p{N}]/su;

/**
 * Notices words of mine that a remote change removes, and keeps them until they are taken back or dismissed.
 *
 * Joining two paragraphs re-creates the text of the second from what the other page knew; what was being typed
 * there is gone for everybody. Nobody but this page still has it.
 */
export class RemovedWords {
  readonly offers = new StateCell<readonly Offer[]>([]);
  private readonly recent: RecentWords;
  private readonly settleMs: number;
  private readonly now: () => number;
  private losses: Loss[] = [];
  private nextId = 1;
  private holding = false;

  constructor(
    private readonly doc: Y.Doc,
    private readonly body: Y.XmlFragment,
    private readonly options: RemovedWordsOptions = {},
  ) {
    this.recent = new RecentWords(options.recentMs ?? 60_000);
    this.settleMs = options.settleMs ?? 1_500;
    this.now = options.now ?? Date.now;
    doc.on('afterTransaction', this.follow);
  }

  /** While edits are not saved, nobody else can have seen them: they do not grow old. */
  holdUnsaved(unsaved: boolean): void {
    if (this.holding) this.recent.renew(this.now());
    this.holding = unsaved;
  }

  dismiss(id: number): void {
    this.drop((loss) => loss.id === id);
  }

  /** Put the words back, as an edit of mine that can be undone. */
  restore(id: number): void {
    const loss = this.losses.find((each) => each.id === id);
    if (!loss) return;
    this.doc.transact(() => this.insert(loss), ySyncPluginKey);
    this.dismiss(id);
  }

  destroy(): void {
    this.doc.off('afterTransaction', this.follow);
    for (const loss of this.losses) clearTimeout(loss.timer);
  }

  private readonly follow = (transaction: Y.Transaction): void => {
    if (this.holding) this.recent.renew(this.now());
    const lost = this.recent.follow(transaction, this.now());
    this.dropReturned(transaction);
    if (transaction.local) return;
    for (const words of lost) this.note(words, transaction);
  };

  private dropReturned(transaction: Y.Transaction): void {
    if (this.losses.length === 0) return;
    const inserted = insertedIn(transaction);
    this.drop((loss) => find(loss.text, inserted) !== null);
  }

  private note({ text, first }: LostWords, transaction: Y.Transaction): void {
    const earlier = this.losses.find((loss) => !loss.shown && adjoin(loss, text, first));
    const loss: Loss = earlier ?? {
      id: this.nextId++,
      text,
      by: this.onlyOther(transaction),
      first,
      place: placeOf(first, this.body),
      shown: false,
      timer: undefined,
    };
    if (!earlier) this.losses.push(loss);
    clearTimeout(loss.timer);
    loss.timer = setTimeout(() => this.show(loss), this.settleMs);
  }

  private show(loss: Loss): void {
    if (!TWO_LETTERS.test(loss.text)) this.drop((each) => each === loss);
    else {
      loss.shown = true;
      this.publish();
    }
  }

  private drop(which: (loss: Loss) => boolean): void {
    const dropped = this.losses.filter(which);
    if (dropped.length === 0) return;
    for (const loss of dropped) clearTimeout(loss.timer);
    this.losses = this.losses.filter((loss) => !dropped.includes(loss));
    this.publish();
  }

  private publish(): void {
    const shown = this.losses.filter((loss) => loss.shown);
    this.offers.replace(shown.map(({ id, text, by }) => ({ id, text: text.trim(), by })));
  }

  /**
   * The name of who did it, when there is only one who can have. A deletion does not say whose it is and the
   * server merges several people's edits, so with more people about, naming one would be a guess.
   */
  private onlyOther(transaction: Y.Transaction): string | null {
    const others = new Map(this.options.awareness?.getStates());
    others.delete(this.doc.clientID);
    const names = new Set([...others.values()].map((state) => state.user?.name as string | undefined));
    const strangers = insertedIn(transaction).some(({ client }) => !others.has(client));
    const [name] = names;
    return names.size === 1 && name !== undefined && !strangers ? name : null;
  }

  private insert({ text, place }: Loss): void {
    const inText = Y.createAbsolutePositionFromRelativePosition(place.inText, this.doc);
    if (inText && isAlive(inText.type, this.body)) insertSpaced(inText.type, inText.index, text);
    else {
      const inBody = Y.createAbsolutePositionFromRelativePosition(place.inBody, this.doc);
      const block = new Y.XmlElement('block');
      block.setAttribute('kind', 'paragraph');
      block.insert(0, [new Y.XmlText(text.trim())]);
      this.body.insert(inBody?.index ?? this.body.length, [block]);
    }
  }
}

/** Letters removed one by one are one loss: join `text` to it if it stood right beside. */
function adjoin(loss: Loss, text: string, first: Stretch): boolean {
  if (loss.first.client !== first.client) return false;
  if (first.clock + text.length === loss.first.clock) {
    loss.text = text + loss.text;
    loss.first = first;
    return true;
  }
  const follows = loss.first.clock + loss.text.length === first.clock;
  if (follows) loss.text += text;
  return follows;
}

function placeOf({ item }: Stretch, body: Y.XmlFragment): Place {
  const text = item.parent as Y.XmlText;
  let index = 0;
  for (let left = text._start; left && left !== item; left = left.right) {
    if (!left.deleted && left.countable) index += left.length;
  }
  let above = 0;
  const block = (text.parent as Y.XmlElement | null)?._item;
  for (let left = body._start; left && left !== block; left = left.right) if (!left.deleted) above += 1;
  return {
    inText: Y.createRelativePositionFromTypeIndex(text, index, -1),
    inBody: Y.createRelativePositionFromTypeIndex(body, above, -1),
  };
}

function isAlive(type: unknown, body: Y.XmlFragment): type is Y.XmlText {
  if (!(type instanceof Y.XmlText) || !type._item || type._item.deleted) return false;
  return !(type.parent?._item?.deleted ?? true) && Y.isParentOf(body, type._item);
}

/** Put the words between their neighbours with a space on each side that needs one. */
function insertSpaced(text: Y.XmlText, index: number, words: string): void {
  const whole = (text.toDelta() as { insert: string }[]).map(({ insert }) => insert).join('');
  const before = /\S$/u.test(whole.slice(0, index)) && /^\S/u.test(words) ? ' ' : '';
  const after = /^[\p{L}\p{N}]/u.test(whole.slice(index)) && /\S$/u.test(words) ? ' ' : '';
  text.insert(index, `${before}${words}${after}`);
}
