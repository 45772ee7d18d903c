import type { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';

/** Milliseconds between two actions: one turn of the browser's event loop, no longer than user events take. */
const INTERVAL_MS = 2;
/** Directly after these events the browser has moved the selection and the editor has not read it yet. */
const TRIGGERS = ['mousedown', 'mouseup', 'keydown'] as const;
/** The storm edits only the first offsets of a block; the rest is left to the person under test. */
const OFFSETS = 6;

/**
 * A remote user who acts without pause: moves the caret, types at the start of blocks, inserts and removes paragraphs,
 * and changes the kind of blocks. Deterministic, so that a failure can be repeated.
 */
export class Storm {
  private turn = 0;
  private readonly timer: ReturnType<typeof setInterval>;
  private readonly next = new MessageChannel();
  private readonly actSoon = () => this.next.port2.postMessage(null);
  private inserted: Y.XmlElement[] = [];

  constructor(
    private readonly body: Y.XmlFragment,
    private readonly awareness: Awareness,
  ) {
    awareness.setLocalStateField('user', { name: 'Ola', initials: 'O', colour: 1 });
    this.timer = setInterval(() => this.act(), INTERVAL_MS);
    this.next.port1.onmessage = () => this.act();
    for (const trigger of TRIGGERS) document.addEventListener(trigger, this.actSoon, true);
  }

  /** Stop; returns the number of actions. */
  end(): number {
    clearInterval(this.timer);
    for (const trigger of TRIGGERS) document.removeEventListener(trigger, this.actSoon, true);
    this.next.port1.close();
    return this.turn;
  }

  private act(): void {
    this.turn += 1;
    const blocks = (this.body.toArray() as Y.XmlElement[]).filter((block) => !this.inserted.includes(block));
    const block = blocks[this.turn % blocks.length];
    const text = block?.get(0);
    if (!block || !(text instanceof Y.XmlText)) return;
    const at = this.turn % OFFSETS;
    const caret = Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(text, at));
    this.awareness.setLocalStateField('cursor', { anchor: caret, head: caret });
    if (this.turn % 3 === 0) this.write(text, at);
    if (this.turn % 7 === 0) block.setAttribute('kind', this.turn % 2 ? 'paragraph' : 'bullet');
    if (this.turn % 11 === 0) this.makeOrRemove();
  }

  /** Insert a character, or remove the one inserted before, so that the text does not grow. */
  private write(text: Y.XmlText, at: number): void {
    const whole = (text.toDelta() as { insert: string }[]).map(({ insert }) => insert).join('');
    const mine = whole.indexOf('\u00b7');
    if (mine >= 0) text.delete(mine, 1);
    else text.insert(at, '\u00b7');
  }

  private makeOrRemove(): void {
    const old = this.inserted.pop();
    if (old) this.body.delete((this.body.toArray() as unknown[]).indexOf(old), 1);
    else {
      const block = new Y.XmlElement('block');
      block.setAttribute('kind', 'paragraph');
      block.insert(0, [new Y.XmlText('ute av noe')]);
      this.body.insert(0, [block]);
      this.inserted.push(block);
    }
  }
}
