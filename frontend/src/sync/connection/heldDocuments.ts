import type { Carried } from '../document/carrier';
import type { DocumentLink } from '../document/link';

/**
 * Whether somebody is in the document: it is what the screen shows, to write in if one may, and others see who is
 * here; or only reads along, as lists do for every measure, which is nobody's business.
 */
export type Purpose = 'enter' | 'watch';

/** A document that is open on this page, and how many hold it for each purpose. */
export type HeldLink = { readonly link: DocumentLink } & Record<Purpose, number>;

/** The documents that this page has open on its socket, by name, and by the address of their frames. */
export class HeldDocuments {
  private readonly held = new Map<string, HeldLink>();
  private readonly addresses = new Map<string, Carried>();

  /** `changed` is called after each change of a document, or of who holds it. */
  constructor(
    private readonly open: (name: string) => DocumentLink,
    private readonly changed: () => void,
  ) {}

  /** Hold a document open. Pair each call with `release`. */
  hold(name: string, purpose: Purpose): DocumentLink {
    const held = this.held.get(name) ?? this.opened(name);
    held[purpose] += 1;
    this.holdersChanged(held);
    return held.link;
  }

  /** Let go of a document; it stays open unseen until what was written in it is saved. */
  release(name: string, purpose: Purpose): void {
    const held = this.held.get(name);
    if (!held) return;
    held[purpose] -= 1;
    if (isFree(held) && !held.link.hasUnsavedEdits) this.forget(name);
    else this.holdersChanged(held);
  }

  /** Everything in this document is saved: nobody but its writer kept it open. */
  settled(name: string): void {
    const held = this.held.get(name);
    if (held && isFree(held)) this.forget(name);
  }

  link(name: string): DocumentLink | undefined {
    return this.held.get(name)?.link;
  }

  get all(): readonly HeldLink[] {
    return [...this.held.values()];
  }

  get links(): readonly DocumentLink[] {
    return this.all.map(({ link }) => link);
  }

  at(address: string): Carried | undefined {
    return this.addresses.get(address);
  }

  /** From now on frames with this address, and no other, belong to `link`. */
  address(address: string, link: Carried): void {
    this.unaddress(link);
    this.addresses.set(address, link);
  }

  unaddress(link: Carried): void {
    for (const [address, other] of this.addresses) if (other === link) this.addresses.delete(address);
  }

  forgetAll(): void {
    for (const name of [...this.held.keys()]) this.forget(name);
  }

  private opened(name: string): HeldLink {
    const held = { link: this.open(name), enter: 0, watch: 0 };
    this.held.set(name, held);
    held.link.cell.subscribe(this.changed);
    return held;
  }

  private holdersChanged(held: HeldLink): void {
    held.link.showPresence(held.enter > 0);
    this.changed();
  }

  private forget(name: string): void {
    const held = this.held.get(name);
    if (!held) return;
    this.held.delete(name);
    this.unaddress(held.link);
    held.link.destroy();
    this.changed();
  }
}

function isFree({ enter, watch }: HeldLink): boolean {
  return enter + watch === 0;
}
