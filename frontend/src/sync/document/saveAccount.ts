import type { SyncKind } from '../protocol/frames';

interface SentFrame {
  kind: 'step2' | 'update';
  /** The next clock of our client id when this frame was sent. */
  mark: number;
}

interface Counts {
  waiting: readonly SentFrame[];
  stateAsked: boolean;
  answersOwed: number;
  earlyUpdates: number;
  writtenSinceEarly: boolean;
  step2Sent: boolean;
  step2Acknowledged: boolean;
  refused: boolean;
  acknowledgedMark: number;
}

const NOTHING: Counts = {
  waiting: [],
  stateAsked: false,
  answersOwed: 0,
  earlyUpdates: 0,
  writtenSinceEarly: false,
  step2Sent: false,
  step2Acknowledged: false,
  refused: false,
  acknowledgedMark: 0,
};

/**
 * Accounts for which edits of one document are saved, on one socket at a time.
 *
 * The provider's own counter cannot decide whether edits are saved: after three offline edits it is zero
 * at the first of four acknowledgements. Here a document is *settled* when, on the current socket, its
 * Step2 was sent and acknowledged and every Update since has its SyncStatus.
 *
 * Acknowledgements arrive in the order in which frames were sent, with one exception: an Update that reached the
 * server early (its dependencies are missing) gets none. The server answers it with another Step1, and the
 * acknowledgement of our Step2 in reply covers everything sent before it.
 *
 * Immutable: every method returns the resulting account.
 */
export class SaveAccount {
  constructor(private readonly counts: Counts = NOTHING) {}

  /** True when the server has committed every edit of this page. */
  get settled(): boolean {
    const { refused, step2Acknowledged, answersOwed, waiting } = this.counts;
    return !refused && step2Acknowledged && answersOwed === 0 && waiting.length === 0;
  }

  /** Own edits below this clock are durable on the server; this survives the loss of a socket. */
  get savedMark(): number {
    return this.counts.acknowledgedMark;
  }

  /** True while an answer to a frame, or a Step2 of ours, is outstanding. */
  get expectsAnswer(): boolean {
    return this.counts.answersOwed > 0 || this.counts.waiting.length > 0;
  }

  /**
   * True when outstanding answers cannot be matched to frames: there was an early Update, and edits followed it.
   * The document never becomes settled then; opening it under a new address resolves that.
   */
  get uncertain(): boolean {
    return this.counts.writtenSinceEarly && this.counts.waiting.length > 0;
  }

  /** After a new socket or address, or the loss of one: outstanding frames prove nothing any more. */
  startOver(): SaveAccount {
    return new SaveAccount({ ...NOTHING, acknowledgedMark: this.savedMark });
  }

  /** Our scope has changed: the Step1 that follows asks for our whole state and does not indicate an early Update. */
  scopeChanged(): SaveAccount {
    return this.with({ stateAsked: false, step2Acknowledged: false, refused: false });
  }

  sent(kind: SyncKind, mark: number): SaveAccount {
    if (kind === 'step1') return this;
    const { answersOwed, earlyUpdates, writtenSinceEarly, waiting } = this.counts;
    const step2Sent = this.counts.step2Sent || kind === 'step2';
    return this.with({
      answersOwed: kind === 'step2' ? Math.max(0, answersOwed - 1) : answersOwed,
      writtenSinceEarly: writtenSinceEarly || (kind === 'update' && earlyUpdates > 0),
      step2Sent,
      // Updates from the provider's offline queue are sent before the Step2 and do not cover later edits.
      waiting: [...waiting, { kind, mark: step2Sent ? mark : 0 }],
    });
  }

  /** The server asks for our state. Until our Step2 is acknowledged nothing is settled. */
  askedForState(): SaveAccount {
    const { answersOwed, stateAsked, earlyUpdates } = this.counts;
    return this.with({
      answersOwed: answersOwed + 1,
      earlyUpdates: earlyUpdates + (stateAsked ? 1 : 0),
      stateAsked: true,
    });
  }

  /** One SyncStatus; it answers the oldest unanswered frame. */
  answered(accepted: boolean): SaveAccount {
    const [frame, ...waiting] = this.counts.waiting;
    // Every later edit depends on the refused one: nothing more can be saved on this account.
    const refused = this.counts.refused || !accepted;
    if (!frame || refused) return this.with({ waiting, refused });
    const taken =
      frame.kind === 'step2' ? this.with({ waiting, step2Acknowledged: true }) : this.with({ waiting });
    return this.counts.earlyUpdates === 0 ? taken.acknowledge(frame.mark) : taken.writeOffEarlyUpdates();
  }

  private acknowledge(mark: number): SaveAccount {
    return this.with({ acknowledgedMark: Math.max(this.savedMark, mark) });
  }

  /**
   * The client cannot see which of the waiting frames were early, only how many. When no edit followed them and the
   * number of waiting frames is the number that will never be answered, the last Step2, which carried everything, is
   * acknowledged.
   */
  private writeOffEarlyUpdates(): SaveAccount {
    const { writtenSinceEarly, answersOwed, waiting, earlyUpdates } = this.counts;
    if (writtenSinceEarly || answersOwed > 0 || waiting.length > earlyUpdates) return this;
    const last = waiting.at(-1);
    const covered = this.with({ waiting: [], earlyUpdates: 0, step2Acknowledged: true });
    return last ? covered.acknowledge(last.mark) : covered;
  }

  private with(changed: Partial<Counts>): SaveAccount {
    return new SaveAccount({ ...this.counts, ...changed });
  }
}
