import type { Frame } from '../protocol/frames';

/** A frame on its way to the server, with the edits that it carries. */
export interface Carrying {
  address: number;
  kind: 'auth' | 'step1' | 'step2' | 'update';
  edits: readonly number[];
}

/** A frame without its address, which is kept beside it. */
export type Told<F = Frame> = F extends Frame ? Omit<F, 'address'> : never;

/**
 * A server of one document that keeps its word, as far as saving goes: it acknowledges what it has committed, in order,
 * and drops what comes to an address that it has closed. `down` is what it has said and the page has not read yet.
 */
export class PartServer {
  readonly committed = new Set<number>();
  readonly down: { address: number; told: Told }[] = [];
  private readonly closed = new Set<number>();
  private address = 0;
  private writable = true;

  /** Read one frame. `early`: an Update is met by one more Step1 instead of being taken, as one for which something
   * is missing. */
  read({ address, kind, edits }: Carrying, early: boolean): void {
    if (this.closed.has(address)) return;
    this.address = address;
    if (kind === 'auth') this.sayScope();
    else if (kind === 'step1') this.say({ type: 'sync', kind: 'step1' }, { type: 'sync', kind: 'step2' });
    else if (kind === 'update' && early) this.say({ type: 'sync', kind: 'step1' });
    else this.take(edits);
  }

  /** Say to somebody who is in the document that they may write from now on, or only read. */
  grant(writable: boolean): void {
    if (this.writable === writable) return;
    this.writable = writable;
    if (this.address === 0 || this.closed.has(this.address)) return;
    this.sayScope();
    if (writable) this.say({ type: 'sync', kind: 'step1' });
  }

  refuse(): void {
    if (this.address === 0) return;
    this.say({ type: 'status', accepted: false });
    this.close('refused');
  }

  close(token: string): void {
    if (this.address === 0 || this.closed.has(this.address)) return;
    this.say({ type: 'closed', token });
    this.closed.add(this.address);
  }

  /** The socket is lost: another knows nothing of what was open on it. */
  forget(): void {
    this.down.length = 0;
    this.closed.clear();
    this.address = 0;
  }

  private take(edits: readonly number[]): void {
    // A reader's frame with nothing new in it is acknowledged.
    const accepted = this.writable || edits.every((edit) => this.committed.has(edit));
    if (accepted) for (const edit of edits) this.committed.add(edit);
    this.say({ type: 'status', accepted });
  }

  private sayScope(): void {
    this.say({ type: 'authenticated', scope: this.writable ? 'read-write' : 'readonly' });
  }

  private say(...all: Told[]): void {
    for (const told of all) this.down.push({ address: this.address, told });
  }
}
