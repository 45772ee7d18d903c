import type { Plugin } from '@tiptap/pm/state';
import type { DecorationAttrs } from '@tiptap/pm/view';
import { yCursorPlugin } from '@tiptap/y-tiptap';
import type { Awareness } from 'y-protocols/awareness';

/** The user in an awareness state, as set by the server; `colour` is 0..7. */
export interface CaretUser {
  id?: string;
  name: string;
  initials: string;
  colour: number;
}

/** The colour in which a person is shown on this page; undefined: the one the server sent. */
export type CaretColour = (id: string) => number | undefined;

const COLOURS = 8;

/** One of the eight colour classes of carets.css, for any number. */
function colourOf(user: Partial<CaretUser>): number {
  const colour = Number.isInteger(user.colour) ? (user.colour as number) : 0;
  return ((colour % COLOURS) + COLOURS) % COLOURS;
}

/**
 * A caret with its name. It uses classes only: the content security policy allows no style attribute.
 *
 * Hidden from assistive technology, which would read a name in the middle of a sentence as part of it; the
 * presence digest announces who is writing.
 */
function buildCaret(user: Partial<CaretUser>): HTMLElement {
  const caret = document.createElement('span');
  caret.className = `caret caret--${colourOf(user)}`;
  caret.setAttribute('aria-hidden', 'true');
  // In an attribute, rendered by CSS: a name in the text would be searched, copied and counted as text.
  caret.dataset.name = user.name ?? '';
  return caret;
}

function buildSelection(user: Partial<CaretUser>): DecorationAttrs {
  return { class: `caret-selection caret-selection--${colourOf(user)}` };
}

/** A state without a name has not been completed by the server yet and must not show as a nameless caret. */
function isShown(own: number, other: number, state: { user?: Partial<CaretUser> } | null): boolean {
  return own !== other && Boolean(state?.user?.name);
}

export function caretPlugin(awareness: Awareness, colourOf: CaretColour): Plugin {
  const shown = (user: Partial<CaretUser>) => ({
    ...user,
    colour: colourOf(user.id ?? '') ?? user.colour ?? 0,
  });
  return yCursorPlugin(awareness, {
    cursorBuilder: (user: Partial<CaretUser>) => buildCaret(shown(user)),
    selectionBuilder: (user: Partial<CaretUser>) => buildSelection(shown(user)),
    awarenessStateFilter: isShown,
  }) as Plugin;
}
