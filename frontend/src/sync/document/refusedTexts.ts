import { StateCell } from '../../state/stateCell';
import type { Rescue } from './documentState';

type Offered = Omit<Rescue, 'id'>;

/** Words that could not be saved, until their writer lets them go. */
export class Rescues extends StateCell<{ all: readonly Rescue[] }> {
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
    const id = 1 + Math.max(0, ...all.map((rescue) => rescue.id));
    const others = all.filter((rescue) => !alike.includes(rescue));
    this.change({ all: [...others, { ...offered, id, words: words.join('\n') }] });
  }

  forget(id: number): void {
    this.change({ all: this.read().all.filter((rescue) => rescue.id !== id) });
  }
}

/** After a restore the words are all that this person wrote; those of two restores would say the same twice. */
function endedAlike(one: Offered, other: Offered): boolean {
  return one.document === other.document && one.token === other.token && one.token !== 'restored';
}
