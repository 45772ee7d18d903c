import { StateCell } from '../../state/stateCell';

/**
 * Own text that the server has refused, or lost in a restore (`restored`), and that no open document contains any
 * more; it is offered for copying. Without text it only reports the event, and `document` may be empty.
 */
export interface RefusedText {
  id: number;
  document: string;
  token: string;
  words: string;
}

export type NewRefusedText = Omit<RefusedText, 'id'>;

/** Text that could not be saved, until its author dismisses it. */
export class RefusedTexts extends StateCell<{ all: readonly RefusedText[] }> {
  constructor() {
    super({ all: [] });
  }

  get holdWords(): boolean {
    return this.read().all.some(({ words }) => words !== '');
  }

  /** Refusals with the same reason in one document are merged into one offer: a stack would cover the page. */
  offer(offered: NewRefusedText): void {
    const { all } = this.read();
    const alike = all.filter((other) => isMergeable(other, offered));
    const words = [...alike, offered].map((each) => each.words).filter((each) => each !== '');
    // A merged offer gets a new id too: the message "copied" was true of the earlier text only.
    const id = 1 + Math.max(0, ...all.map((text) => text.id));
    const others = all.filter((text) => !alike.includes(text));
    this.change({ all: [...others, { ...offered, id, words: words.join('\n') }] });
  }

  dismiss(id: number): void {
    this.change({ all: this.read().all.filter((text) => text.id !== id) });
  }
}

/** Offers of two restores are not merged: each has all own text, which would be repeated. */
function isMergeable(one: NewRefusedText, other: NewRefusedText): boolean {
  return one.document === other.document && one.token === other.token && one.token !== 'restored';
}
