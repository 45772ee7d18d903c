import type { Frame } from '../protocol/frames';

/** A frame from the page, with the edits that it carries. */
export interface ClientFrame {
  address: number;
  kind: 'auth' | 'step1' | 'step2' | 'update';
  edits: readonly number[];
}

/** A frame without its address, which is stored separately. */
type FrameBody<F = Frame> = F extends Frame ? Omit<F, 'address'> : never;

/**
 * A correct server of one document, as far as saving is concerned: it acknowledges what it has committed, in order,
 * and drops frames for an address that it has closed. `down` holds sent frames that the page has not read yet.
 */
export class PartServer {
  readonly committed = new Set<number>();
  readonly down: { address: number; body: FrameBody }[] = [];
  private readonly closed = new Set<number>();
  private address = 0;
  private writable = true;

  /** Read one frame. `early`: an Update is answered with another Step1 and not applied, as if its dependencies were
   * missing. */
  read({ address, kind, edits }: ClientFrame, early: boolean): void {
    if (this.closed.has(address)) return;
    this.address = address;
    if (kind === 'auth') this.sendScope();
    else if (kind === 'step1') this.send({ type: 'sync', kind: 'step1' }, { type: 'sync', kind: 'step2' });
    else if (kind === 'update' && early) this.send({ type: 'sync', kind: 'step1' });
    else this.take(edits);
  }

  /** Change the right to write, and send the new scope to a client in the document. */
  grant(writable: boolean): void {
    if (this.writable === writable) return;
    this.writable = writable;
    if (this.address === 0 || this.closed.has(this.address)) return;
    this.sendScope();
    if (writable) this.send({ type: 'sync', kind: 'step1' });
  }

  refuse(): void {
    if (this.address === 0) return;
    this.send({ type: 'status', accepted: false });
    this.close('refused');
  }

  close(token: string): void {
    if (this.address === 0 || this.closed.has(this.address)) return;
    this.send({ type: 'closed', token });
    this.closed.add(this.address);
  }

  /** The socket is lost: a new one has no open documents. */
  forget(): void {
    this.down.length = 0;
    this.closed.clear();
    this.address = 0;
  }

  private take(edits: readonly number[]): void {
    // A reader's frame with nothing new in it is acknowledged.
    const accepted = this.writable || edits.every((edit) => this.committed.has(edit));
    if (accepted) for (const edit of edits) this.committed.add(edit);
    this.send({ type: 'status', accepted });
  }

  private sendScope(): void {
    this.send({ type: 'authenticated', scope: this.writable ? 'read-write' : 'readonly' });
  }

  private send(...all: FrameBody[]): void {
    for (const body of all) this.down.push({ address: this.address, body });
  }
}
