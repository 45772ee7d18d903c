import { expect } from 'vitest';
import { type Effect, type Event, isActive } from '../document/states';
import { CheckedPage } from './checkedPage';
import { type ClientFrame, PartServer } from './partServer';

/** A page that writes, its provider, and the server on the other end of the socket. */
export class World {
  readonly server = new PartServer();
  readonly offered = new Set<number>();
  /** The page's own edits in its current copy, in order. */
  private own: number[] = [];
  private made = 0;
  private connected = false;
  /** The browser has begun to close the socket: nothing is sent any more, but frames in transit still arrive. */
  private closing = false;
  private address = 1;
  private opens = false;
  private readonly up: ClientFrame[] = [];
  private readonly page: CheckedPage;

  constructor(random: () => number) {
    this.page = new CheckedPage(random, (effect) => this.effectRun(effect));
  }

  get shown() {
    return this.page.shown;
  }

  dispatch(event: Event): void {
    this.page.dispatch(event);
    // The provider first asks for its token, so the opening frames are sent a moment later.
    if (this.opens) this.openAddress();
  }

  write(): void {
    if (!this.shown.editable) return;
    this.made += 1;
    this.own.push(this.made);
    this.dispatch({ type: 'edited' });
    this.send('update', [this.made]);
  }

  connect(): void {
    if (this.connected || this.shown.phase === 'stopped') return;
    this.connected = true;
    this.dispatch({ type: 'socketOpened' });
    this.openAddress();
  }

  beginClosing(): void {
    this.closing = this.connected;
  }

  disconnect(): void {
    if (!this.connected) return;
    this.connected = false;
    this.closing = false;
    this.up.length = 0;
    this.server.forget();
    this.dispatch({ type: 'socketLost' });
  }

  serverReads(early = false): void {
    const frame = this.up.shift();
    if (frame) this.server.read(frame, early);
  }

  pageReads(): void {
    const next = this.server.down.shift();
    if (!next || next.address !== this.address || this.page.copy !== 'attached') return;
    const { body } = next;
    this.dispatch({ type: 'received', frame: { address: '', ...body } });
    // The provider answers within the same message.
    if (body.type === 'sync' && body.kind === 'step1' && next.address === this.address)
      this.send('step2', this.own);
  }

  timeIsUp(): void {
    for (const timer of [...this.page.timers]) this.dispatch({ type: 'timeUp', timer });
  }

  /** From here on there are no failures, and every frame in transit is delivered. */
  settle(): void {
    if (this.closing) this.disconnect();
    this.connect();
    this.server.grant(true);
    for (let round = 0; round < 10; round += 1) {
      while (this.up.length + this.server.down.length > 0) {
        this.serverReads();
        this.pageReads();
      }
      this.timeIsUp();
    }
  }

  /** Every edit is stored, held here or offered for copying; where nothing is unsaved, all are stored. */
  checkWords(): void {
    const { committed } = this.server;
    const kept = new Set(this.own);
    const all = Array.from({ length: this.made }, (_, made) => made + 1);
    const gone = all.filter((edit) => !kept.has(edit) && !committed.has(edit) && !this.offered.has(edit));
    const mistaken = isActive(this.page.state) && !this.shown.unsaved;
    expect([gone, this.own.filter((edit) => mistaken && !committed.has(edit))]).toEqual([[], []]);
  }

  private effectRun(effect: Effect): void {
    switch (effect.type) {
      case 'open':
      case 'readdress':
        this.address += 1;
        this.opens = true;
        break;
      case 'discard':
        this.own = [];
        break;
      case 'offerUnsaved':
        for (const edit of this.own.slice(effect.since)) this.offered.add(edit);
        break;
    }
  }

  private openAddress(): void {
    this.opens = false;
    this.send('auth', []);
    this.send('step1', []);
  }

  private send(kind: ClientFrame['kind'], edits: readonly number[]): void {
    if (!this.connected || this.closing || this.page.copy !== 'attached') return;
    this.up.push({ address: this.address, kind, edits: [...edits] });
    if (kind !== 'auth') this.dispatch({ type: 'sent', kind, mark: this.own.length });
  }
}
