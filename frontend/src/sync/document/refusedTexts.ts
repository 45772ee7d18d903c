import { StateCell } from '../../state/stateCell';

/**
 * Own words that the server has not taken, or has lost in a restore (`restored`), and that no document of this page
 * holds any more: to be copied. Without words it tells only what has happened, and `document` may be empty.
 */
export interface RefusedText {
  id: number;
  document: string;
  token: string;
  words: string;
}

type Offered = Omit<RefusedText, 'id'>;

/** Words that could not be saved, until their writer lets them go. */
export class RefusedTexts extends StateCell<{ all: readonly RefusedText[] }> {
  constructor() {
    super({ all: [] });
  }

  get holdWords(): boolean {
    return this.read().all.some(({ words }) => words !== '');
  }

  /** Attempts that ended alike in one document are one offer: a stack of them would cover what is read. */
  offer(offered: Offered): void {
    const { all } = this.read();
    const alike = all.filter((other) => endedAlike(other, offered));
    const words = [...alike, offered].map((each) => each.words).filter((each) => each !== '');
    // A new id, also where words were added: "copied" was said of the old ones only.
    const id = 1 + Math.max(0, ...all.map((text) => text.id));
    const others = all.filter((text) => !alike.includes(text));
    this.change({ all: [...others, { ...offered, id, words: words.join('\n') }] });
  }

  forget(id: number): void {
    this.change({ all: this.read().all.filter((text) => text.id !== id) });
  }
}

/** After a restore the words are all that this person wrote; those of two restores would say the same twice. */
function endedAlike(one: Offered, other: Offered): boolean {
  return one.document === other.document && one.token === other.token && one.token !== 'restored';
}
