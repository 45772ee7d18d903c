import type { Node } from '@tiptap/pm/model';
import { type EditorState, Plugin, PluginKey, Selection, type Transaction } from '@tiptap/pm/state';
import { DecorationSet, type EditorView } from '@tiptap/pm/view';
import { ySyncPluginKey } from '@tiptap/y-tiptap';
import type { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { type Caret, type CaretColour, type CaretUser, caretColour, drawnCaret } from './carets';
import { resolveAnchor, stickyPositionAt } from './stickyPosition';

interface ShownCarets {
  carets: readonly Caret[];
  drawn: DecorationSet;
}

const key = new PluginKey<ShownCarets>('carets');

/** Shows the carets of the others in `body`, and tells them of this one; the server writes whose a caret is. */
export function caretPlugin(awareness: Awareness, body: Y.XmlFragment, colourOf: CaretColour): Plugin {
  const find = (document: Node, before: readonly Caret[]) =>
    caretsOf(awareness, body, document, before, colourOf);
  return new Plugin<ShownCarets>({
    key,
    state: {
      init: (_, { doc }) => show(find(doc, []), doc),
      apply(transaction, shown) {
        const { doc, docChanged } = transaction;
        const moved = docChanged
          ? shown.carets.flatMap((caret) => movedWith(caret, transaction))
          : shown.carets;
        const told = (transaction.getMeta(key) as readonly Caret[] | undefined) ?? null;
        if (told) return show(told, doc);
        if (isFromOthers(transaction)) return show(find(doc, moved), doc);
        return docChanged ? { carets: moved, drawn: shown.drawn.map(transaction.mapping, doc) } : shown;
      },
    },
    props: { decorations: (state) => key.getState(state)?.drawn },
    view(view) {
      const publish = () => publishCaret(view, awareness, body);
      const look = () => {
        const { carets = [] } = key.getState(view.state) ?? {};
        const found = find(view.state.doc, carets);
        if (!same(carets, found))
          view.dispatch(view.state.tr.setMeta(key, found).setMeta('addToHistory', false));
      };
      const follow = ({ added, updated, removed }: Record<'added' | 'updated' | 'removed', number[]>) => {
        if ([...added, ...updated, ...removed].some((client) => client !== awareness.clientID)) look();
      };
      awareness.on('change', follow);
      view.dom.addEventListener('focusin', publish);
      view.dom.addEventListener('focusout', publish);
      let turning: number | undefined;
      const turnSoon = () => {
        turning ??= requestAnimationFrame(() => {
          turning = undefined;
          turnNames(view.dom);
        });
      };
      return {
        update(_, before) {
          publish();
          if (key.getState(view.state)?.drawn !== key.getState(before)?.drawn) turnSoon();
        },
        destroy() {
          if (turning !== undefined) cancelAnimationFrame(turning);
          awareness.off('change', follow);
          view.dom.removeEventListener('focusin', publish);
          view.dom.removeEventListener('focusout', publish);
          awareness.setLocalStateField('cursor', null);
        },
      };
    },
  });
}

function show(carets: readonly Caret[], document: Node): ShownCarets {
  return { carets, drawn: DecorationSet.create(document, carets.flatMap(drawnCaret)) };
}

const isFromOthers = (transaction: Transaction): boolean =>
  Boolean((transaction.getMeta(ySyncPluginKey) as { isChangeOrigin?: boolean } | undefined)?.isChangeOrigin);

/** A caret whose words are gone is nowhere. */
function movedWith(caret: Caret, { mapping }: Transaction): Caret[] {
  const [anchor, head] = [mapping.map(caret.anchor), mapping.mapResult(caret.head)];
  return head.deletedAcross ? [] : [{ ...caret, anchor, head: head.pos }];
}

interface Cursor {
  anchor: unknown;
  head: unknown;
}

/** `before`: those shown so far. A caret behind letters that have not come yet stays where it was. */
function caretsOf(
  awareness: Awareness,
  body: Y.XmlFragment,
  document: Node,
  before: readonly Caret[],
  colourOf: CaretColour,
): Caret[] {
  return [...awareness.getStates()].flatMap(([client, state]) => {
    const user: Partial<CaretUser> = state.user ?? {};
    const cursor: Cursor | undefined = state.cursor;
    // A state without a name has not been completed by the server yet and must not show as a nameless caret.
    if (client === awareness.clientID || !user.name || !cursor) return [];
    const head = positionOf(cursor.head, body, document);
    const anchor = sameEnd(cursor) ? head : positionOf(cursor.anchor, body, document);
    const last = before.find((caret) => caret.client === client);
    if (anchor == null || head == null) return last ?? [];
    const colour = caretColour(colourOf(user.id ?? '') ?? user.colour);
    return { client, anchor, head, name: user.name, colour };
  });
}

const sameEnd = ({ anchor, head }: Cursor): boolean => JSON.stringify(anchor) === JSON.stringify(head);

function positionOf(end: unknown, body: Y.XmlFragment, document: Node): number | null {
  const left = Y.createRelativePositionFromJSON(end);
  const found = body.doc && Y.createAbsolutePositionFromRelativePosition(left, body.doc);
  if (found?.type !== body) return resolveAnchor({ left, body }, document);
  const [outside, inwards] = found.index === 0 ? [0, 1] : [document.content.size, -1];
  return Selection.near(document.resolve(outside), inwards).head;
}

function same(one: readonly Caret[], other: readonly Caret[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Tell the others where this caret is, if it is in the text and they do not know yet. */
function publishCaret(view: EditorView, awareness: Awareness, body: Y.XmlFragment): void {
  const state = awareness.getLocalState();
  if (!state) return;
  const cursor = view.hasFocus() ? cursorIn(view.state, body) : null;
  if (JSON.stringify(state.cursor ?? null) !== JSON.stringify(cursor))
    awareness.setLocalStateField('cursor', cursor);
}

function cursorIn({ doc, selection }: EditorState, body: Y.XmlFragment): Cursor {
  const relative = (position: number) =>
    stickyPositionAt(doc, position, body)?.left ??
    // All is selected, or there is nothing yet.
    Y.createRelativePositionFromTypeIndex(body, position === 0 ? 0 : body.length, -1);
  const head = relative(selection.head);
  return { anchor: selection.empty ? head : relative(selection.anchor), head };
}

/** Each name where it has room: at the end of a line it would make the page wider than the screen. */
function turnNames(text: HTMLElement): void {
  const box = text.getBoundingClientRect();
  const middle = box.left + box.width / 2;
  const carets = [...text.querySelectorAll<HTMLElement>('.caret')];
  const turned = carets.map(
    (caret) => caret.getBoundingClientRect().left > middle !== caret.matches(':dir(rtl)'),
  );
  for (const [index, caret] of carets.entries()) caret.classList.toggle('caret--turned', turned[index]);
}
