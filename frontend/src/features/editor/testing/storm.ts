import type { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';

/** Milliseconds between two things done: a turn of the browser's loop, no more than people's events need. */
const PAUSE = 2;
/** Right after these the browser has moved the selection and the editor has not heard of it yet. */
const MOMENTS = ['mousedown', 'mouseup', 'keydown'] as const;
/** Letters of a block that the storm writes among; the rest of it belongs to whoever is tested. */
const REACH = 6;

/**
 * Somebody who never rests: moves their caret, writes at the start of blocks, makes paragraphs and removes them,
 * turns blocks into headings. Not at random, so that a failure can be repeated.
 */
export class Storm {
  private turn = 0;
  private readonly timer: ReturnType<typeof setInterval>;
  private readonly next = new MessageChannel();
  private readonly soon = () => this.next.port2.postMessage(null);
  private made: Y.XmlElement[] = [];

  constructor(
    private readonly body: Y.XmlFragment,
    private readonly awareness: Awareness,
  ) {
    awareness.setLocalStateField('user', { name: 'Ola', initials: 'O', colour: 1 });
    this.timer = setInterval(() => this.act(), PAUSE);
    this.next.port1.onmessage = () => this.act();
    for (const moment of MOMENTS) document.addEventListener(moment, this.soon, true);
  }

  /** How many things were done. */
  end(): number {
    clearInterval(this.timer);
    for (const moment of MOMENTS) document.removeEventListener(moment, this.soon, true);
    this.next.port1.close();
    return this.turn;
  }

  private act(): void {
    this.turn += 1;
    const blocks = (this.body.toArray() as Y.XmlElement[]).filter((block) => !this.made.includes(block));
    const block = blocks[this.turn % blocks.length];
    const text = block?.get(0);
    if (!block || !(text instanceof Y.XmlText)) return;
    const at = this.turn % REACH;
    const caret = Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(text, at));
    this.awareness.setLocalStateField('cursor', { anchor: caret, head: caret });
    if (this.turn % 3 === 0) this.write(text, at);
    if (this.turn % 7 === 0) block.setAttribute('kind', this.turn % 2 ? 'paragraph' : 'bullet');
    if (this.turn % 11 === 0) this.makeOrRemove();
  }

  /** A letter in, and on the next visit out again: the text does not grow. */
  private write(text: Y.XmlText, at: number): void {
    const whole = (text.toDelta() as { insert: string }[]).map(({ insert }) => insert).join('');
    const mine = whole.indexOf('\u00b7');
    if (mine >= 0) text.delete(mine, 1);
    else text.insert(at, '\u00b7');
  }

  private makeOrRemove(): void {
    const old = this.made.pop();
    if (old) this.body.delete((this.body.toArray() as unknown[]).indexOf(old), 1);
    else {
      const block = new Y.XmlElement('block');
      block.setAttribute('kind', 'paragraph');
      block.insert(0, [new Y.XmlText('ute av noe')]);
      this.body.insert(0, [block]);
      this.made.push(block);
    }
  }
}
