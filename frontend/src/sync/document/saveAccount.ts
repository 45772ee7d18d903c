import type { SyncKind } from '../protocol/frames';

interface SentFrame {
  kind: 'step2' | 'update';
  /** How far our own writing went when this frame left (the clock of our client id). */
  mark: number;
}

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
 */
export class SaveAccount {
  private waiting: SentFrame[] = [];
  private stateAsked = false;
  private answersOwed = 0;
  private earlyUpdates = 0;
  private writtenSinceEarly = false;
  private step2Sent = false;
  private step2Acknowledged = false;
  private refused = false;
  private acknowledgedMark = 0;

  /** True when the server has committed everything that this page has written. */
  get settled(): boolean {
    return !this.refused && this.step2Acknowledged && this.answersOwed === 0 && this.waiting.length === 0;
  }

  /** Our own writing up to this clock is durable on the server. It outlives the socket. */
  get savedMark(): number {
    return this.acknowledgedMark;
  }

  /** True while frames are on their way. */
  get expectsAnswer(): boolean {
    return this.answersOwed > 0 || this.waiting.length > 0;
  }

  /**
   * True when the answers still to come cannot be told apart: there was an early Update, and writing went on after it.
   * Nothing is called saved then; opening the document anew under another address settles it for certain.
   */
  get uncertain(): boolean {
    return this.writtenSinceEarly && this.waiting.length > 0;
  }

  /** A new socket, a new address, or the loss of one: what was under way there proves nothing any more. */
  startOver(): void {
    this.waiting = [];
    this.stateAsked = false;
    this.answersOwed = 0;
    this.earlyUpdates = 0;
    this.writtenSinceEarly = false;
    this.step2Sent = false;
    this.step2Acknowledged = false;
    this.refused = false;
  }

  /** Our scope has changed: the Step1 that follows asks for our whole state and is no sign of an early Update. */
  scopeChanged(): void {
    this.stateAsked = false;
    this.step2Acknowledged = false;
    this.refused = false;
  }

  sent(kind: SyncKind, mark: number): void {
    if (kind === 'step1') return;
    if (kind === 'step2') {
      this.answersOwed = Math.max(0, this.answersOwed - 1);
      this.step2Sent = true;
    } else if (this.earlyUpdates > 0) this.writtenSinceEarly = true;
    // Updates from the provider's offline queue leave before the Step2, and say nothing about what was written later.
    this.waiting.push({ kind, mark: this.step2Sent ? mark : 0 });
  }

  /** The server asks for our state. Until our Step2 is acknowledged nothing is settled. */
  askedForState(): void {
    this.answersOwed += 1;
    if (this.stateAsked) this.earlyUpdates += 1;
    this.stateAsked = true;
  }

  /** One SyncStatus: it belongs to the oldest frame that still waits for one. */
  answered(accepted: boolean): void {
    const frame = this.waiting.shift();
    // Everything written later stands on a refused edit: nothing more can be saved on this account.
    if (!accepted) this.refused = true;
    if (!frame || this.refused) return;
    if (frame.kind === 'step2') this.step2Acknowledged = true;
    if (this.earlyUpdates === 0) this.acknowledge(frame.mark);
    else this.writeOffEarlyUpdates();
  }

  private acknowledge(mark: number): void {
    this.acknowledgedMark = Math.max(this.acknowledgedMark, mark);
  }

  /**
   * Which of the waiting frames was the early one cannot be seen from here, only how many there were. When nothing was
   * written after them and as many frames are left as will never be answered, a Step2 that carried everything is
   * acknowledged.
   */
  private writeOffEarlyUpdates(): void {
    if (this.writtenSinceEarly || this.answersOwed > 0 || this.waiting.length > this.earlyUpdates) return;
    const last = this.waiting.at(-1);
    this.waiting = [];
    this.earlyUpdates = 0;
    this.step2Acknowledged = true;
    if (last) this.acknowledge(last.mark);
  }
}
