import { StateCell } from '../../state/stateCell';
import type { Frame } from '../protocol/frames';
import type { Carrier } from './carrier';
import { Copy } from './copy';
import { type DocumentState, OPENING, shownOf, writingHasEnded } from './documentState';
import { begin, type Step, step } from './machine';
import { type Effect, type Event, type State, type Timer, unsaved } from './states';
import { ownMark, unsavedWords } from './unsavedWords';

/** One open document: it feeds what happens to the machine, carries out its effects, and shows its state. */
export class DocumentLink {
  readonly cell = new StateCell<DocumentState>(OPENING);
  private machine: State;
  private copy: Copy | null = null;
  private readonly timers = new Map<Timer, ReturnType<typeof setTimeout>>();

  constructor(
    readonly name: string,
    private readonly carrier: Carrier,
  ) {
    const first = begin();
    this.machine = first[0];
    this.take(first);
  }

  /** True while this page holds edits that the server has not acknowledged. */
  get hasUnsavedEdits(): boolean {
    return unsaved(this.machine);
  }

  /** True when somebody who could write here no longer can, though the part is still theirs to read. */
  get writingHasEnded(): boolean {
    return writingHasEnded(this.machine);
  }

  get state(): DocumentState {
    return this.cell.read();
  }

  /** Go on writing where it was held back: what did not fit may fit now, and making room is writing too. */
  writeAgain(): void {
    this.happened({ type: 'writeAgain' });
  }

  /** Show or hide this person to the others in the document. */
  showPresence(present: boolean): void {
    this.happened({ type: 'presence', present });
  }

  socketOpened(): void {
    this.happened({ type: 'socketOpened' });
  }

  socketLost(): void {
    this.happened({ type: 'socketLost' });
  }

  /** The whole socket has ended for good; what is on the screen stays readable. */
  socketStopped(token: string): void {
    this.happened({ type: 'socketStopped', token });
  }

  frameSent(frame: Frame): void {
    if (frame.type !== 'sync' || !this.copy) return;
    this.happened({ type: 'sent', kind: frame.kind, mark: ownMark(this.copy.doc) });
  }

  frameReceived(frame: Frame): void {
    this.happened({ type: 'received', frame });
  }

  /** The server's database was restored: every copy is dropped, and own words are offered, saved or not. */
  historyEnded(): void {
    this.happened({ type: 'restored' });
  }

  /** Let go of the document and every copy of it. */
  destroy(): void {
    this.happened({ type: 'released' });
  }

  private happened(event: Event): void {
    this.take(step(this.machine, event, this.carrier.random()));
  }

  private take([state, effects]: Step): void {
    this.machine = state;
    for (const effect of effects) this.carryOut(effect);
    const { doc = null, awareness = null } = this.copy ?? {};
    this.cell.change({ ...shownOf(this.machine), doc, awareness });
  }

  private carryOut(effect: Effect): void {
    switch (effect.type) {
      case 'open':
        this.open(effect.present);
        break;
      case 'readdress':
        this.copy?.readdress();
        this.attach();
        break;
      case 'detach':
        this.copy?.detach();
        break;
      case 'discard':
        this.copy?.destroy();
        this.copy = null;
        break;
      case 'showPresence':
        this.showPresenceIn(this.copy, effect.present);
        break;
      case 'offerUnsaved':
        this.carrier.lost(this, effect.token, this.ownWords(effect.since));
        break;
      case 'offerAll':
        this.offerAll(effect.token);
        break;
      case 'setTimer':
        this.setTimer(effect.timer, effect.ms);
        break;
      case 'clearTimer':
        clearTimeout(this.timers.get(effect.timer));
        break;
      case 'tell':
        this.tell(effect.what);
        break;
      default:
        effect satisfies never;
    }
  }

  private open(present: boolean): void {
    this.copy = new Copy(this.name, this.carrier.socket, {
      edited: () => this.happened({ type: 'edited' }),
      noticed: (payload) => this.noticed(payload),
    });
    this.showPresenceIn(this.copy, present);
    this.attach();
  }

  private attach(): void {
    if (!this.copy) return;
    this.carrier.addressed(this.copy.address, this);
    this.copy.attach();
  }

  private showPresenceIn(copy: Copy | null, present: boolean): void {
    copy?.awareness.setLocalState(present ? { user: this.carrier.identity, cursor: null } : null);
  }

  private ownWords(since: number): string {
    return this.copy ? unsavedWords(this.copy.doc, since) : '';
  }

  private offerAll(token: string): void {
    const words = this.ownWords(0);
    if (words) this.carrier.lost(this, token, words);
  }

  private setTimer(timer: Timer, ms: number): void {
    clearTimeout(this.timers.get(timer));
    this.timers.set(
      timer,
      setTimeout(() => this.happened({ type: 'timeUp', timer }), ms),
    );
  }

  private tell(what: 'opened' | 'settled' | 'withdrawn'): void {
    if (what === 'opened') this.carrier.noticed(this, what);
    else if (what === 'settled') this.carrier.settled(this);
    else this.carrier.withdrawn(this);
  }

  private noticed(payload: string): void {
    const type: unknown = JSON.parse(payload)?.type;
    if (typeof type === 'string') this.carrier.noticed(this, type);
  }
}
