import * as Y from 'yjs';
import { type Squeezed, squeeze, squeezeBlocks } from './squeezed';

/** The part of a block's text that comes from one Y.XmlText. `offset` (in the block) counts UTF-16 units, as Yjs does. */
interface Run {
  type: Y.XmlText;
  offset: number;
  length: number;
}

/** One block of the part as it was last read. The object stays the same for as long as the block is in the part. */
export class FlatBlock {
  /** Where it begins in the flat text. */
  offset = 0;
  text = '';
  runs: Run[] = [];
  /** The block before it when it was last read. */
  previous: FlatBlock | null = null;
  gone = false;
  private packed: Squeezed | null = null;

  read(type: unknown): void {
    this.text = '';
    this.runs = [];
    this.packed = null;
    if (!(type instanceof Y.XmlElement)) return;
    for (const child of type.toArray()) {
      const words = child instanceof Y.XmlText ? textOf(child) : '\n';
      if (child instanceof Y.XmlText) {
        this.runs.push({ type: child, offset: this.text.length, length: words.length });
      }
      this.text += words;
    }
  }

  get squeezed(): Squeezed {
    this.packed ??= squeeze(this.text);
    return this.packed;
  }

  get end(): number {
    return this.offset + this.text.length;
  }
}

/** The text of all inserts (formatting splits them); an embed counts as one character. */
function textOf(type: Y.XmlText): string {
  let words = '';
  for (const op of type.toDelta() as { insert?: unknown }[]) {
    words += typeof op.insert === 'string' ? op.insert : '\uFFFC';
  }
  return words;
}

/** A stretch of the flat text, both ends included: of a joint between two blocks only where it is. */
export interface Stretch {
  start: number;
  end: number;
}

/**
 * The text of a part as one string, with the Y types it comes from; each block is read again only when it has changed.
 *
 * Blocks are separated by one line break and a hard break counts as one, so that an offset maps to an editor position
 * by counting block edges only.
 */
export class FlatText {
  private blocks: FlatBlock[] = [];
  private readonly known = new Map<unknown, FlatBlock>();
  private whole: string | null = null;
  private packed: Squeezed | null = null;
  /** Whether blocks came, went or changed places when it was last read. */
  rearranged = false;

  constructor(private readonly body: Y.XmlFragment) {
    this.update(new Set());
  }

  get text(): string {
    this.whole ??= this.blocks.map(({ text }) => text).join('\n');
    return this.whole;
  }

  get length(): number {
    return this.blocks.at(-1)?.end ?? 0;
  }

  get squeezed(): Squeezed {
    this.packed ??= squeezeBlocks(this.blocks, this.length);
    return this.packed;
  }

  /** Read again: `changed` are the types that Yjs told of. Returns the stretches that are not as they were before. */
  update(changed: ReadonlySet<unknown>): Stretch[] {
    this.whole = this.packed = null;
    const lastBefore = this.blocks.at(-1);
    const read: FlatBlock[] = [];
    const types = this.body.toArray();
    this.blocks = types.map((type) => {
      const known = this.known.get(type);
      if (known && !changed.has(type)) return known;
      const block = known ?? new FlatBlock();
      block.read(type);
      read.push(block);
      this.known.set(type, block);
      return block;
    });
    if (this.known.size > types.length) this.forgetAllBut(new Set(types));
    const joints = this.place(lastBefore);
    this.rearranged = joints.length > 0;
    return [...read.map(({ offset, end }) => ({ start: offset, end })), ...joints];
  }

  private forgetAllBut(types: ReadonlySet<unknown>): void {
    for (const [type, block] of this.known) {
      if (types.has(type)) continue;
      block.gone = true;
      this.known.delete(type);
    }
  }

  /** The offset of each block; returns where blocks stand next to each other that did not before. */
  private place(lastBefore: FlatBlock | undefined): Stretch[] {
    const joints: Stretch[] = [];
    let previous: FlatBlock | null = null;
    for (const block of this.blocks) {
      block.offset = previous ? previous.end + 1 : 0;
      if (block.previous !== previous) joints.push({ start: block.offset, end: block.offset });
      block.previous = previous;
      previous = block;
    }
    if (lastBefore !== previous) joints.push({ start: this.length, end: this.length });
    return joints;
  }

  /** The block that holds `offset`, or ends there. */
  blockAt(offset: number): FlatBlock | null {
    return this.blocks[this.indexAt(offset)] ?? null;
  }

  /** Its place among the blocks. */
  indexAt(offset: number): number {
    let first = 0;
    let end = this.blocks.length;
    while (first < end) {
      const middle = (first + end) >> 1;
      if ((this.blocks[middle]?.end ?? 0) < offset) first = middle + 1;
      else end = middle;
    }
    return first;
  }

  /** The flat-text offset of `index` in `type`; null when the type is no longer in the part. */
  offsetOf(type: unknown, index: number): number | null {
    const block = this.known.get(type instanceof Y.XmlText ? type.parent : type);
    // Where nothing was ever written there is a block and no text in it.
    if (block?.text === '') return block.offset;
    const run = block?.runs.find((each) => each.type === type);
    return block && run ? block.offset + run.offset + Math.min(index, run.length) : null;
  }

  /** The type that contains the character at `offset`, and where it begins; null on a break between blocks. */
  runAt(offset: number): { type: Y.XmlText; offset: number } | null {
    const block = this.blockAt(offset);
    if (!block) return null;
    const within = offset - block.offset;
    const run = block.runs.find((each) => each.offset <= within && within < each.offset + each.length);
    return run ? { type: run.type, offset: block.offset + run.offset } : null;
  }
}

/** The flat text of `body` as it is now. */
export function readFlatText(body: Y.XmlFragment): FlatText {
  return new FlatText(body);
}
