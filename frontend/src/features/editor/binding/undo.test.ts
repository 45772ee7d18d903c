// @vitest-environment jsdom
import type { Editor } from '@tiptap/core';
import { TextSelection } from '@tiptap/pm/state';
import { redo, undo } from '@tiptap/y-tiptap';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { createEditor } from '../createEditor';
import { seedUpdate } from '../testing/seed';

let doc: Y.Doc;
let editor: Editor;

function open(...paragraphs: string[]): void {
  doc = new Y.Doc();
  Y.applyUpdate(doc, seedUpdate(paragraphs.map((text) => ({ text }))), 'network');
  editor = createEditor({
    element: document.body.appendChild(document.createElement('div')),
    body: doc.getXmlFragment('body'),
    awareness: null,
    colourOf: () => undefined,
    editable: true,
    attributes: () => ({}),
    openLinkDialog: () => undefined,
    leaveForToolbar: () => undefined,
    onUnknownContent: () => undefined,
  });
}

beforeEach(() => open('alfa beta gamma', 'delta'));
afterEach(() => {
  editor.destroy();
  doc.destroy();
});

const text = () => editor.state.doc.children.map((block) => block.textContent);

/** The text with its caret or selection. */
function withCaret(): string {
  const { doc: shown, selection } = editor.state;
  const between = (from: number, to: number) => shown.textBetween(from, to, '/', '\n');
  const selected = selection.empty ? '|' : `[${between(selection.from, selection.to)}]`;
  return between(0, selection.from) + selected + between(selection.to, shown.content.size);
}

function caret(from: number, to = from): void {
  editor.view.dispatch(editor.state.tr.setSelection(TextSelection.create(editor.state.doc, from, to)));
}

function type(words: string): void {
  for (const letter of words) editor.view.dispatch(editor.state.tr.insertText(letter));
}

function backspace(times: number): void {
  for (let time = 0; time < times; time += 1) {
    const { head } = editor.state.selection;
    editor.view.dispatch(editor.state.tr.delete(head - 1, head));
  }
}

/** A change by somebody else in the same document. */
function theyWrite(words: string): void {
  const block = doc.getXmlFragment('body').get(0) as Y.XmlElement;
  doc.transact(() => (block.get(0) as Y.XmlText).insert(0, words), 'network');
}

const back = () => undo(editor.state);
const again = () => redo(editor.state);

describe('after undo the caret stands where it was before the change', () => {
  test('behind letters removed with Backspace', () => {
    caret(16);
    backspace(6);
    caret(3);
    back();
    expect(withCaret()).toBe('alfa beta gamma|/delta');
    type(' og');
    expect(text()).toEqual(['alfa beta gamma og', 'delta']);
  });
  test('in front of letters removed with Delete', () => {
    caret(6);
    for (let time = 0; time < 4; time += 1) editor.view.dispatch(editor.state.tr.delete(6, 7));
    back();
    expect(withCaret()).toBe('alfa |beta gamma/delta');
  });
  test('behind words that were selected and written over', () => {
    caret(6, 10);
    type('b');
    back();
    expect(withCaret()).toBe('alfa beta| gamma/delta');
  });
  test('behind a whole paragraph that was removed', () => {
    caret(1, 23);
    editor.view.dispatch(editor.state.tr.deleteSelection());
    back();
    expect(withCaret()).toBe('alfa beta gamma/delta|');
  });
  test('at the start of the paragraph that was joined to the one before', () => {
    caret(18);
    editor.view.dispatch(editor.state.tr.join(17));
    expect(text()).toEqual(['alfa beta gammadelta']);
    back();
    expect(withCaret()).toBe('alfa beta gamma/|delta');
  });
  test('where words were typed, and behind them after redo', () => {
    caret(16);
    type(' og');
    caret(3);
    back();
    expect(withCaret()).toBe('alfa beta gamma|/delta');
    again();
    expect(withCaret()).toBe('alfa beta gamma og|/delta');
  });
  test('also when others have written ahead of it', () => {
    caret(16);
    backspace(6);
    theyWrite('Nå: ');
    back();
    expect(withCaret()).toBe('Nå: alfa beta gamma|/delta');
  });
  test('and what was selected stays selected when only its look changed', () => {
    caret(6, 10);
    editor.view.dispatch(editor.state.tr.addMark(6, 10, editor.schema.mark('bold')));
    back();
    expect(withCaret()).toBe('alfa [beta] gamma/delta');
  });
});

describe('one step of undo', () => {
  test('is a word with the space before it', () => {
    caret(23);
    type(' en to, tre. Fire');
    const seen = [];
    for (let step = 0; step < 4; step += 1) {
      back();
      seen.push(text()[1]);
    }
    expect(seen).toEqual(['delta en to, tre.', 'delta en to,', 'delta en', 'delta']);
  });
  test('is either letters typed or letters removed', () => {
    caret(23);
    type('xy');
    backspace(1);
    type('z');
    back();
    expect(text()[1]).toBe('deltax');
    back();
    expect(text()[1]).toBe('deltaxy');
    back();
    expect(text()[1]).toBe('delta');
  });
  test('ends where one goes on somewhere else', () => {
    caret(23);
    type('x');
    caret(1);
    type('y');
    back();
    expect(text()).toEqual(['alfa beta gamma', 'deltax']);
  });
  test('goes on while others write ahead of it', () => {
    caret(23);
    type('x');
    theyWrite('Nå: ');
    type('y');
    back();
    expect(text()).toEqual(['Nå: alfa beta gamma', 'delta']);
  });
  test('is what was typed after an undo, and nothing before it', () => {
    caret(23);
    type('x');
    caret(16);
    type('y');
    back();
    type('z');
    back();
    expect(text()).toEqual(['alfa beta gamma', 'deltax']);
  });
});

describe("the browser's own undo, from its menu or by shaking a phone", () => {
  function fromMenu(inputType: string): boolean {
    const event = new InputEvent('beforeinput', { inputType, bubbles: true, cancelable: true });
    editor.view.dom.dispatchEvent(event);
    return event.defaultPrevented;
  }
  test('takes back what I did, and never what others wrote', () => {
    caret(16);
    type(' og');
    theyWrite('Nå: ');
    expect(fromMenu('historyUndo')).toBe(true);
    expect(text()[0]).toBe('Nå: alfa beta gamma');
    expect(fromMenu('historyRedo')).toBe(true);
    expect(text()[0]).toBe('Nå: alfa beta gamma og');
    for (let time = 0; time < 5; time += 1) fromMenu('historyUndo');
    expect(text()[0]).toBe('Nå: alfa beta gamma');
  });
});
