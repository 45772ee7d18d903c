import type { CarriedDocument } from '../document/carrier';
import type { DocumentLink } from '../document/link';

/**
 * Why a document is open. `enter`: it is shown on the screen, editable with the right, and others see this person in
 * its awareness. `watch`: it is only read, as lists do for every measure; others see nobody.
 */
export type Purpose = 'enter' | 'watch';

/** A document that is open on this page, and the number of holders for each purpose. */
export type HeldLink = { readonly link: DocumentLink } & Record<Purpose, number>;

/** The documents that are open on this page's socket, reference-counted, by name and by frame address. */
export class HeldDocuments {
  private readonly held = new Map<string, HeldLink>();
  private readonly addresses = new Map<string, CarriedDocument>();

  /** `changed` is called after each change of a document or of its holders. */
  constructor(
    private readonly open: (name: string) => DocumentLink,
    private readonly changed: () => void,
  ) {}

  /** Keep a document open. Pair each call with `release`. */
  hold(name: string, purpose: Purpose): DocumentLink {
    const held = this.held.get(name) ?? this.openLink(name);
    held[purpose] += 1;
    this.holdersChanged(held);
    return held.link;
  }

  /** Release a document; it stays open in the background until its edits are saved. */
  release(name: string, purpose: Purpose): void {
    const held = this.held.get(name);
    if (!held) return;
    held[purpose] -= 1;
    if (isUnused(held) && !held.link.hasUnsavedEdits) this.close(name);
    else this.holdersChanged(held);
  }

  /** Close a document that was kept open only for its unsaved edits, now that they are saved. */
  closeUnused(name: string): void {
    const held = this.held.get(name);
    if (held && isUnused(held)) this.close(name);
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

  linkAt(address: string): CarriedDocument | undefined {
    return this.addresses.get(address);
  }

  /** Route frames with this address, and no other, to `link`. */
  setAddress(address: string, link: CarriedDocument): void {
    this.removeAddresses(link);
    this.addresses.set(address, link);
  }

  removeAddresses(link: CarriedDocument): void {
    for (const [address, other] of this.addresses) if (other === link) this.addresses.delete(address);
  }

  closeAll(): void {
    for (const name of [...this.held.keys()]) this.close(name);
  }

  private openLink(name: string): HeldLink {
    const held = { link: this.open(name), enter: 0, watch: 0 };
    this.held.set(name, held);
    held.link.cell.subscribe(this.changed);
    return held;
  }

  private holdersChanged(held: HeldLink): void {
    held.link.showPresence(held.enter > 0);
    this.changed();
  }

  private close(name: string): void {
    const held = this.held.get(name);
    if (!held) return;
    this.held.delete(name);
    this.removeAddresses(held.link);
    held.link.destroy();
    this.changed();
  }
}

function isUnused({ enter, watch }: HeldLink): boolean {
  return enter + watch === 0;
}
