import type { SyncKind } from '../protocol/frames';

interface SentFrame {
  kind: 'step2' | 'update';
  /** How far our own writing went when this frame left (the clock of our client id). */
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
 * What is saved of one document, counted on one socket at a time.
 *
 * The provider's own counter is no basis for the word "saved": after three offline edits it stands at zero
 * at the first of four acknowledgements. Here a document is *settled* when, on the socket of now, its
 * Step2 was sent and acknowledged and every Update since has its SyncStatus.
 *
 * Acknowledgements come in the order in which frames were sent, with one exception: an Update that reached the
 * server early gets none. The server answers it with one more Step1, and the acknowledgement of the Step2 which
 * that provokes covers everything sent before it.
 *
 * A value: every method returns the account as it is afterwards.
 */
export class SaveAccount {
  constructor(private readonly counts: Counts = NOTHING) {}

  /** True when the server has committed everything that this page has written. */
  get settled(): boolean {
    const { refused, step2Acknowledged, answersOwed, waiting } = this.counts;
    return !refused && step2Acknowledged && answersOwed === 0 && waiting.length === 0;
  }

  /** Our own writing up to this clock is durable on the server. It outlives the socket. */
  get savedMark(): number {
    return this.counts.acknowledgedMark;
  }

  /** True while frames are on their way. */
  get expectsAnswer(): boolean {
    return this.counts.answersOwed > 0 || this.counts.waiting.length > 0;
  }

  /**
   * True when the answers still to come cannot be told apart: there was an early Update, and writing went on after it.
   * Nothing is called saved then; opening the document anew under another address settles it for certain.
   */
  get uncertain(): boolean {
    return this.counts.writtenSinceEarly && this.counts.waiting.length > 0;
  }

  /** A new socket, a new address, or the loss of one: what was under way there proves nothing any more. */
  startOver(): SaveAccount {
    return new SaveAccount({ ...NOTHING, acknowledgedMark: this.savedMark });
  }

  /** Our scope has changed: the Step1 that follows asks for our whole state and is no sign of an early Update. */
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
      // Updates from the provider's offline queue leave before the Step2, and say nothing about what was written later.
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

  /** One SyncStatus: it belongs to the oldest frame that still waits for one. */
  answered(accepted: boolean): SaveAccount {
    const [frame, ...waiting] = this.counts.waiting;
    // Everything written later stands on a refused edit: nothing more can be saved on this account.
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
   * Which of the waiting frames was the early one cannot be seen from here, only how many there were. When nothing was
   * written after them and as many frames are left as will never be answered, a Step2 that carried everything is
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
