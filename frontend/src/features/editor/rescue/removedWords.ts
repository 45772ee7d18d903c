import { ySyncPluginKey } from '@tiptap/y-tiptap';
import type { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { StateCell } from '../../../state/stateCell';
import { insertedIn, type TextSlice } from '../../../sync';
import { type Gap, gapOf, insertIn } from './gap';
import { findInserted, type LostWords, RecentWords } from './recentWords';

/** Own text that a remote change removed, offered for restoring. `by` is a name only if there is one candidate. */
export interface Offer {
  id: number;
  text: string;
  by: string | null;
}

interface Loss extends Offer {
  first: TextSlice;
  gap: Gap;
  restorePoint: RestorePoint;
  shown: boolean;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/** Where lost text is restored: in its Y text while that exists, else as a paragraph at the position of its block. */
interface RestorePoint {
  inText: Y.RelativePosition;
  inBody: Y.RelativePosition;
}

interface RemovedWordsOptions {
  awareness?: Awareness | null;
  /** How long text is tracked after typing, ms. */
  recentMs?: number;
  /** How long removed text may take to be inserted again (cut, then paste) before it is offered, ms. */
  settleMs?: number;
  now?: () => number;
}

const AT_LEAST_TWO_LETTERS = /[\p{L}\p{N}].*[\p{L}\p{N}]/su;

/**
 * Detects own recent text that a remote change removes, and keeps it until it is restored or dismissed.
 *
 * Joining two paragraphs re-creates the text of the second from the state of the other page, so text that was being
 * typed there is deleted for everybody. Only this page still has it.
 */
export class RemovedWords {
  readonly offers = new StateCell<readonly Offer[]>([]);
  /** Whether the editor is inserting what was pasted or dropped: that may be a copy of others' words. */
  pasting = false;
  private readonly recent: RecentWords;
  private readonly settleMs: number;
  private readonly now: () => number;
  private losses: Loss[] = [];
  private nextId = 1;

  constructor(
    private readonly doc: Y.Doc,
    private readonly body: Y.XmlFragment,
    private readonly options: RemovedWordsOptions = {},
  ) {
    this.recent = new RecentWords(options.recentMs ?? 60_000, doc);
    this.settleMs = options.settleMs ?? 1_500;
    this.now = options.now ?? Date.now;
    doc.on('afterTransaction', this.follow);
  }

  /** While edits are unsaved nobody else can have seen them, so they do not age. */
  holdUnsaved(unsaved: boolean): void {
    if (unsaved) this.recent.hold(this.now());
    else this.recent.release(this.now());
  }

  /** The user copies or cuts something of the text. */
  copies(): void {
    this.recent.copies();
  }

  dismiss(id: number): void {
    this.drop((loss) => loss.id === id);
  }

  /** Restore the text, as a local edit that can be undone. */
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
    const lost = this.recent.follow(transaction, this.now(), this.pasting);
    this.dropReturned(transaction);
    if (transaction.local) return;
    for (const words of lost) this.recordLoss(words, transaction);
  };

  private dropReturned(transaction: Y.Transaction): void {
    if (this.losses.length === 0) return;
    const inserted = insertedIn(transaction);
    this.drop((loss) => findInserted(loss.text, inserted) !== null);
  }

  private recordLoss(words: LostWords, transaction: Y.Transaction): void {
    const { text, first } = words;
    const gap = gapOf(words, transaction);
    const earlier = this.losses.find((loss) => !loss.shown && mergeIfAdjacent(loss, words, gap));
    const loss: Loss = earlier ?? {
      id: this.nextId++,
      text,
      by: this.soleOtherName(transaction),
      first,
      gap,
      restorePoint: restorePointOf(first, this.body),
      shown: false,
      timer: undefined,
    };
    if (!earlier) this.losses.push(loss);
    clearTimeout(loss.timer);
    loss.timer = setTimeout(() => this.show(loss), this.settleMs);
  }

  private show(loss: Loss): void {
    if (!AT_LEAST_TWO_LETTERS.test(loss.text)) this.drop((each) => each === loss);
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
   * The name of the author of the change, when there is only one candidate. A deletion has no author and the server
   * merges edits of several people, so with more people present a name would be a guess.
   */
  private soleOtherName(transaction: Y.Transaction): string | null {
    const others = new Map(this.options.awareness?.getStates());
    others.delete(this.doc.clientID);
    const names = new Set([...others.values()].map((state) => state.user?.name as string | undefined));
    const strangers = insertedIn(transaction).some(({ client }) => !others.has(client));
    const [name] = names;
    return names.size === 1 && name !== undefined && !strangers ? name : null;
  }

  private insert({ text, gap, restorePoint }: Loss): void {
    const inText = Y.createAbsolutePositionFromRelativePosition(restorePoint.inText, this.doc);
    if (inText && isAlive(inText.type, this.body)) insertIn(inText.type, inText.index, text, gap);
    else {
      const inBody = Y.createAbsolutePositionFromRelativePosition(restorePoint.inBody, this.doc);
      const block = new Y.XmlElement('block');
      block.setAttribute('kind', 'paragraph');
      block.insert(0, [new Y.XmlText(text.trim())]);
      this.body.insert(inBody?.index ?? this.body.length, [block]);
    }
  }
}

/** Characters removed one by one are one loss: merge the words into it if they were adjacent. */
function mergeIfAdjacent(loss: Loss, { text, first }: LostWords, gap: Gap): boolean {
  if (loss.first.client !== first.client) return false;
  if (first.clock + text.length === loss.first.clock) {
    loss.text = text + loss.text;
    loss.first = first;
    loss.gap = { left: gap.left, right: loss.gap.right };
    return true;
  }
  const follows = loss.first.clock + loss.text.length === first.clock;
  if (follows) {
    loss.text += text;
    loss.gap = { left: loss.gap.left, right: gap.right };
  }
  return follows;
}

function restorePointOf({ item }: TextSlice, body: Y.XmlFragment): RestorePoint {
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
