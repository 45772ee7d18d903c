import { HocuspocusProvider } from '@hocuspocus/provider';
import { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { StateCell } from '../../state/stateCell';
import { reconnectDelay } from '../protocol/closings';
import type { Frame } from '../protocol/frames';
import type { Carrier } from './carrier';
import { consequenceOf, type DocumentState, OPENING, saveStateOf } from './documentState';
import { Refusals } from './refusals';
import { SaveAccount } from './saveAccount';
import { ownMark, unsavedWords } from './unsavedWords';

/** An answer that never comes, and answers that cannot be told apart, both end by opening the document anew. */
const PATIENCE_MS = 20_000;
const PATIENCE_WHEN_UNCERTAIN_MS = 1_500;

/** One open document: its Y.Doc, its provider, and the account of what is saved. */
export class DocumentLink {
  readonly cell = new StateCell<DocumentState>(OPENING);
  private account = new SaveAccount();
  private provider: HocuspocusProvider | null = null;
  private edited = false;
  private shown = false;
  private online = false;
  /** Whether the server last said that this person may write here. */
  private granted = false;
  private readonly refusals = new Refusals();
  private watchdog: ReturnType<typeof setTimeout> | undefined;
  private reopening: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly name: string,
    private readonly carrier: Carrier,
  ) {
    this.begin();
  }

  /** True while this page holds edits that the server has not acknowledged. */
  get hasUnsavedEdits(): boolean {
    return this.edited;
  }

  /** True when somebody who could write here no longer can, though the part is still theirs to read. */
  get writingHasEnded(): boolean {
    return this.granted && this.state.phase !== 'gone' && this.state.save === 'ended';
  }

  get state(): DocumentState {
    return this.cell.read();
  }

  /** Go on writing where it was held back: what did not fit may fit now, and making room is writing too. */
  writeAgain(): void {
    if (this.state.phase !== 'open' || this.refusals.holdBack === null) return;
    this.refusals.forget();
    this.cell.change({ editable: this.granted, token: null });
    this.changeSave();
  }

  /** Show or hide this person to the others in the document. */
  showPresence(shown: boolean): void {
    if (this.shown === shown) return;
    this.shown = shown;
    this.state.awareness?.setLocalState(this.presence());
  }

  private presence(): Record<string, unknown> | null {
    return this.shown ? { user: this.carrier.identity, cursor: null } : null;
  }

  socketOpened(): void {
    this.account.startOver();
    this.changeSave();
  }

  socketLost(): void {
    this.account.startOver();
    this.online = false;
    this.changeSave();
  }

  /** The whole socket has ended for good; what is on the screen stays readable. */
  socketStopped(token: string): void {
    this.online = false;
    if (this.state.phase !== 'gone') this.stop(token);
  }

  frameSent(frame: Frame): void {
    if (frame.type !== 'sync' || !this.state.doc) return;
    this.account.sent(frame.kind, ownMark(this.state.doc));
    this.accountMoved();
  }

  frameReceived(frame: Frame): void {
    switch (frame.type) {
      case 'authenticated':
        this.authenticated(frame.scope === 'read-write');
        break;
      case 'sync':
        if (frame.kind === 'step1') this.account.askedForState();
        if (frame.kind === 'step2' && this.state.phase === 'opening') this.cell.change({ phase: 'open' });
        break;
      case 'status':
        this.answered(frame.accepted);
        break;
      case 'denied':
        this.ended(frame.reason);
        return;
      case 'closed':
        this.ended(frame.token);
        return;
    }
    this.accountMoved();
  }

  /** The server's database was restored: this copy is of what no longer is, and even what was saved may be lost. */
  historyEnded(): void {
    const { doc } = this.state;
    const words = doc && unsavedWords(doc, 0);
    if (words) this.carrier.lost(this, 'restored', words);
    this.letGo();
    this.online = false;
    this.cell.change(OPENING);
  }

  /** Let go of the document and every copy of it. */
  destroy(): void {
    this.letGo();
    clearTimeout(this.reopening);
  }

  private begin(): void {
    const doc = new Y.Doc();
    const awareness = new Awareness(doc);
    awareness.setLocalState(this.presence());
    this.account = new SaveAccount();
    this.edited = false;
    doc.on('update', (_update: Uint8Array, origin: unknown) => {
      // An editor that may not write can still emit a clean-up of its own; nobody's words are in it.
      if (origin === this.provider || !this.state.editable) return;
      this.edited = true;
      this.changeSave();
    });
    this.cell.change({ ...OPENING, doc, awareness });
    this.attach(doc, awareness);
  }

  private attach(doc: Y.Doc, awareness: Awareness): void {
    const provider = new HocuspocusProvider({
      name: this.name,
      document: doc,
      awareness,
      websocketProvider: this.carrier.socket,
      // An address of its own for every opening: frames of an opening that has ended cannot be taken for this one's.
      sessionAwareness: true,
      token: '',
      onStateless: ({ payload }) => this.noticed(payload),
    });
    this.provider = provider;
    this.carrier.addressed(provider.effectiveName, this);
    provider.attach();
  }

  private noticed(payload: string): void {
    const type: unknown = JSON.parse(payload)?.type;
    if (typeof type === 'string') this.carrier.noticed(this, type);
  }

  private authenticated(granted: boolean): void {
    if (this.online && this.granted !== granted) this.account.scopeChanged();
    this.online = true;
    this.granted = granted;
    if (!granted && this.edited) {
      // What the server did not take before the right ended can never be saved from here.
      this.giveBack('consent-withdrawn');
      this.startAnew();
      return;
    }
    const token = granted ? this.refusals.holdBack : null;
    this.cell.change({ editable: granted && token === null, token });
    // Notices may have passed while this document was not open.
    this.carrier.noticed(this, 'opened');
  }

  private answered(accepted: boolean): void {
    this.account.answered(accepted);
    if (!this.account.settled) return;
    if (this.edited) this.refusals.forget();
    this.edited = false;
    this.carrier.settled(this);
  }

  private ended(token: string): void {
    switch (consequenceOf(token)) {
      case 'gone':
        this.giveBack(token);
        this.letGo();
        this.cell.change({ ...OPENING, phase: 'gone', save: 'ended', token });
        this.carrier.withdrawn(this);
        break;
      case 'discard':
        this.discard(token);
        break;
      case 'reopen':
        this.reopenLater();
        break;
      case 'stop':
        this.stop(token);
        break;
    }
  }

  /** What is on the screen stays there; a document that never came must not look like an empty one. */
  private stop(token: string): void {
    if (this.state.phase === 'stopped') return;
    this.giveBack(token);
    const never = this.state.phase === 'opening';
    if (never) this.letGo();
    else this.detach();
    this.edited = false;
    this.cell.change({ ...(never && OPENING), phase: 'stopped', token, editable: false, save: 'ended' });
  }

  /** The server took none of it, and never will: every later edit would stand on the refused one. */
  private discard(token: string): void {
    if (this.refusals.holdBack !== null) {
      // Not even reading is without a refusal: coming back might never end.
      this.stop(token);
      return;
    }
    this.giveBack(token);
    this.refusals.refused(token);
    this.startAnew();
  }

  private giveBack(token: string): void {
    const { doc } = this.state;
    if (doc && this.edited) this.carrier.lost(this, token, unsavedWords(doc, this.account.savedMark));
  }

  private startAnew(): void {
    this.letGo();
    // What this person may do there is not known before the new opening has its own answer.
    this.online = false;
    this.begin();
  }

  /** Same words, new address: the account of the old address is closed and proves nothing. */
  private reopen(): void {
    const { doc, awareness } = this.state;
    if (!doc || !awareness || !this.provider) return;
    this.provider.detach();
    this.account.startOver();
    this.provider.sessionId = crypto.randomUUID();
    this.carrier.addressed(this.provider.effectiveName, this);
    this.provider.attach();
    this.changeSave();
  }

  private reopenLater(): void {
    this.online = false;
    this.account.startOver();
    clearTimeout(this.reopening);
    this.reopening = setTimeout(() => this.reopen(), reconnectDelay(0, Math.random()));
    this.changeSave();
  }

  private accountMoved(): void {
    this.changeSave();
    clearTimeout(this.watchdog);
    if (!this.online || !this.account.expectsAnswer) return;
    const patience = this.account.uncertain ? PATIENCE_WHEN_UNCERTAIN_MS : PATIENCE_MS;
    this.watchdog = setTimeout(() => this.reopen(), patience);
  }

  private changeSave(): void {
    const { settled } = this.account;
    const save = saveStateOf(this.state, { online: this.online, edited: this.edited, settled });
    this.cell.change({ save });
  }

  private letGo(): void {
    const { doc, awareness } = this.state;
    this.detach();
    this.cell.change({ doc: null, awareness: null });
    awareness?.destroy();
    doc?.destroy();
    this.edited = false;
  }

  private detach(): void {
    clearTimeout(this.watchdog);
    clearTimeout(this.reopening);
    this.provider?.destroy();
    this.provider = null;
  }
}
