import type * as Y from 'yjs';
import { type Recreated, recreatedFrom, recreatedIn, without } from './recreated';
import type { ClockRange } from './textSlices';

/**
 * Which text under this page's client id is others': an Enter or an undo of mine re-creates what they wrote, and it is
 * never offered to me as mine.
 */
export class OwnText {
  private others: ClockRange[] = [];

  constructor(private readonly doc: Y.Doc) {
    doc.on('afterTransaction', this.follow);
  }

  /** What of a run of this page's client id its person wrote. */
  of(run: ClockRange & { text: string }): string {
    return without([run], this.others)
      .map(({ text }) => text)
      .join('');
  }

  private readonly follow = (transaction: Y.Transaction): void => {
    if (!transaction.local) return;
    const recreated = recreatedIn(transaction).filter(({ to }) => to.client === this.doc.clientID);
    if (recreated.length === 0) return;
    const others = [
      ...recreated.filter(({ from }) => from.client !== this.doc.clientID),
      ...recreatedFrom(recreated, this.others),
    ].map(({ to }: Recreated) => to);
    this.others = [
      ...without(
        this.others,
        recreated.map(({ to }) => to),
      ),
      ...others,
    ];
  };
}
