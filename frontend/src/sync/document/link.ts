import { SaveClock } from '../../state/saveClock';
import { StateCell } from '../../state/stateCell';
import type { Frame } from '../protocol/frames';
import { ownMark, unsavedWords } from '../words/unsavedWords';
import type { Carrier } from './carrier';
import { Copy } from './copy';
import { type DocumentState, OPENING, viewOf, writingHasEnded } from './documentState';
import { initialStep, type Step, step } from './machine';
import { type Effect, type Event, type State, type Timer, unsaved } from './states';

/** One open document: feeds events to the state machine, runs its effects, and publishes its state. */
export class DocumentLink {
  readonly cell = new StateCell<DocumentState>(OPENING);
  private machine: State;
  private copy: Copy | null = null;
  private readonly clock = new SaveClock(() => this.publish());
  private readonly timers = new Map<Timer, ReturnType<typeof setTimeout>>();

  constructor(
    readonly name: string,
    private readonly carrier: Carrier,
  ) {
    const first = initialStep();
    this.machine = first[0];
    this.apply(first);
  }

  /** True while this page holds edits that the server has not acknowledged. */
  get hasUnsavedEdits(): boolean {
    return unsaved(this.machine);
  }

  /** True while edits have waited too long for the server to store any of them. */
  get isStuck(): boolean {
    return this.clock.late;
  }

  /** True when this person could write here and no longer can, but may still read the part. */
  get writingHasEnded(): boolean {
    return writingHasEnded(this.machine);
  }

  get state(): DocumentState {
    return this.cell.read();
  }

  /** Allow writing again after refusals: shorter text may fit now, and making room is an edit too. */
  writeAgain(): void {
    this.dispatch({ type: 'writeAgain' });
  }

  /** Show or hide this person in the awareness of the document. */
  showPresence(present: boolean): void {
    this.dispatch({ type: 'presence', present });
  }

  socketOpened(): void {
    this.dispatch({ type: 'socketOpened' });
  }

  socketLost(): void {
    this.dispatch({ type: 'socketLost' });
  }

  /** The connection has stopped for good; unless the session is over, the content on the screen stays readable. */
  socketStopped(token: string): void {
    this.dispatch({ type: 'socketStopped', token });
  }

  frameSent(frame: Frame): void {
    if (frame.type !== 'sync' || !this.copy) return;
    this.dispatch({ type: 'sent', kind: frame.kind, mark: ownMark(this.copy.doc) });
  }

  frameReceived(frame: Frame): void {
    this.dispatch({ type: 'received', frame });
  }

  /** The server's database was restored: the copy is destroyed, and own text, saved or not, is offered for copying. */
  databaseRestored(): void {
    this.dispatch({ type: 'restored' });
  }

  /** Close the document and destroy its copy. */
  destroy(): void {
    this.dispatch({ type: 'released' });
  }

  private dispatch(event: Event): void {
    const stored = event.type === 'received' && event.frame.type === 'status' && event.frame.accepted;
    // On a new socket the edits are sent again.
    this.apply(step(this.machine, event, this.carrier.random()), stored || event.type === 'socketOpened');
  }

  private apply([state, effects]: Step, progress = false): void {
    this.machine = state;
    for (const effect of effects) this.run(effect);
    this.clock.look(unsaved(state), progress);
    this.publish();
  }

  private publish(): void {
    const { doc = null, awareness = null } = this.copy ?? {};
    const view = viewOf(this.machine);
    this.cell.change({ ...view, save: this.isStuck ? 'stuck' : view.save, doc, awareness });
  }

  private run(effect: Effect): void {
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
        this.setPresence(this.copy, effect.present);
        break;
      case 'offerUnsaved':
        this.carrier.offerWords(this, effect.token, this.ownWords(effect.since));
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
      case 'notify':
        this.notify(effect.what);
        break;
      default:
        effect satisfies never;
    }
  }

  private open(present: boolean): void {
    this.copy = new Copy(this.name, this.carrier.socket, {
      edited: () => this.dispatch({ type: 'edited' }),
      statelessReceived: (payload) => this.receiveNotice(payload),
    });
    this.setPresence(this.copy, present);
    this.attach();
  }

  private attach(): void {
    if (!this.copy) return;
    this.carrier.addressChanged(this.copy.address, this);
    this.copy.attach();
  }

  private setPresence(copy: Copy | null, present: boolean): void {
    copy?.awareness.setLocalState(present ? { user: this.carrier.identity, cursor: null } : null);
  }

  private ownWords(since: number): string {
    return this.copy ? unsavedWords(this.copy.doc, since, this.copy.own) : '';
  }

  private offerAll(token: string): void {
    const words = this.ownWords(0);
    if (words) this.carrier.offerWords(this, token, words);
  }

  private setTimer(timer: Timer, ms: number): void {
    clearTimeout(this.timers.get(timer));
    this.timers.set(
      timer,
      setTimeout(() => this.dispatch({ type: 'timeUp', timer }), ms),
    );
  }

  private notify(what: 'opened' | 'settled' | 'withdrawn'): void {
    if (what === 'opened') this.carrier.noticeReceived(this, what);
    else if (what === 'settled') this.carrier.allSaved(this);
    else this.carrier.accessWithdrawn(this);
  }

  private receiveNotice(payload: string): void {
    const type: unknown = JSON.parse(payload)?.type;
    if (typeof type === 'string') this.carrier.noticeReceived(this, type);
  }
}
