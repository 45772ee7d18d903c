import { Decoration } from '@tiptap/pm/view';

/** The user in an awareness state, as set by the server; `colour` is 0..7. */
export interface CaretUser {
  id?: string;
  name: string;
  initials: string;
  colour: number;
}

/** Somebody's caret and what they have selected, as editor positions. */
export interface Caret {
  client: number;
  anchor: number;
  head: number;
  name: string;
  colour: number;
}

/** The colour in which a person is shown on this page; undefined: the one the server sent. */
export type CaretColour = (id: string) => number | undefined;

const COLOURS = 8;

/** One of the eight colour classes of carets.css, for any number. */
export function caretColour(colour: unknown): number {
  return Number.isInteger(colour) ? (((colour as number) % COLOURS) + COLOURS) % COLOURS : 0;
}

/**
 * A caret with its name. It uses classes only: the content security policy allows no style attribute.
 *
 * Hidden from assistive technology, which would read a name in the middle of a sentence as part of it; the
 * presence digest announces who is writing.
 */
function buildCaret({ name, colour }: Caret): HTMLElement {
  const caret = document.createElement('span');
  caret.className = `caret caret--${colour}`;
  caret.setAttribute('aria-hidden', 'true');
  // In an attribute, rendered by CSS: a name in the text would be searched, copied and counted as text.
  caret.dataset.name = name;
  return caret;
}

/** The caret, and the words that are selected. */
export function drawnCaret(caret: Caret): Decoration[] {
  const { client, anchor, head, name, colour } = caret;
  const key = `${client} ${colour} ${name}`;
  const drawn = [Decoration.widget(head, () => buildCaret(caret), { key, side: 10 })];
  if (anchor === head) return drawn;
  const selected = { class: `caret-selection caret-selection--${colour}` };
  return [...drawn, Decoration.inline(Math.min(anchor, head), Math.max(anchor, head), selected)];
}
