import { Decoration } from '@tiptap/pm/view';
import type { CommentMark, DrawnChange } from './positions';

/** What a screen reader says before words that are taken away, and before those that are given. */
export interface SaidOfChange {
  taken: string;
  given: string;
}

interface Drawn {
  /** The classes of the words of its thread. */
  look: string;
  editable: boolean;
  said: SaidOfChange;
}

/** New words, beside the text and not of it: they are not copied, counted or saved with it. */
function buildGiven({ thread, from, to, change }: CommentMark, drawn: Drawn): HTMLElement {
  const box = document.createElement('span');
  box.className = drawn.look;
  box.dataset.thread = thread;
  if (from === to && !drawn.editable) {
    // There are no words of the text that could be activated instead.
    box.setAttribute('role', 'button');
    box.tabIndex = 0;
  }
  const words = document.createElement('ins');
  words.className = 'suggested-given';
  const spoken = document.createElement('span');
  spoken.className = 'visually-hidden';
  spoken.textContent = ` ${drawn.said.given} `;
  words.append(spoken, change?.given ?? '');
  box.append(words);
  return box;
}

/** What a suggestion would change, drawn in the text: old words struck, new words behind them. */
export function changeDecorations(mark: CommentMark, drawn: Drawn): Decoration[] {
  const { thread, from, change } = mark;
  if (!change) return [];
  const start = from + change.skip;
  const end = start + change.taken;
  const decorations: Decoration[] = [];
  if (change.taken > 0)
    decorations.push(
      Decoration.inline(start, end, {
        nodeName: 'del',
        class: 'suggested-taken',
        role: 'deletion',
        'aria-roledescription': drawn.said.taken,
      }),
    );
  if (change.build) {
    const stopEvent = () => true;
    const field = { key: `field ${thread}`, side: 1, ignoreSelection: true, stopEvent };
    decorations.push(Decoration.widget(end, change.build, field));
  } else if (change.given !== '') {
    const { look, editable } = drawn;
    const key = `given ${thread} ${look} ${editable} ${change.given}`;
    const build = () => buildGiven(mark, drawn);
    // Before the carets of the others, and behind the last letter that is taken away.
    decorations.push(Decoration.widget(end, build, { key, side: -1, ignoreSelection: true }));
  }
  return decorations;
}

export function sameChange(one: DrawnChange | undefined, other: DrawnChange | undefined): boolean {
  return (
    one === other || (one?.skip === other?.skip && one?.taken === other?.taken && one?.given === other?.given)
  );
}
