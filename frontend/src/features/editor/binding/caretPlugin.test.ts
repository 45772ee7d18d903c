// @vitest-environment jsdom
import type { Editor } from '@tiptap/core';
import { AllSelection, TextSelection, type Transaction } from '@tiptap/pm/state';
import { afterEach, expect, test } from 'vitest';
import {
  Awareness,
  applyAwarenessUpdate,
  encodeAwarenessUpdate,
  removeAwarenessStates,
} from 'y-protocols/awareness';
import * as Y from 'yjs';
import { createEditor } from '../createEditor';
import { seedUpdate } from '../testing/seed';

/** One person's page: what is written and where the caret is are handed over on request, in any order. */
class Page {
  readonly doc = new Y.Doc();
  readonly awareness = new Awareness(this.doc);
  readonly editor: Editor;
  drawings = 0;
  tellings = 0;
  private known: Uint8Array = new Uint8Array();

  constructor(name: string, clientID: number, first: Uint8Array) {
    this.doc.clientID = clientID;
    this.awareness.clientID = clientID;
    this.awareness.setLocalState({ user: { id: name, name, colour: 11 }, cursor: null });
    Y.applyUpdate(this.doc, first);
    this.known = Y.encodeStateVector(this.doc);
    this.editor = createEditor({
      element: document.body.appendChild(document.createElement('div')),
      body: this.doc.getXmlFragment('body'),
      awareness: this.awareness,
      colourOf: () => undefined,
      editable: true,
      attributes: () => ({ tabindex: '0' }),
      openLinkDialog: () => undefined,
      leaveForToolbar: () => undefined,
      onUnknownContent: () => undefined,
    });
    this.editor.on('transaction', () => {
      this.drawings += 1;
    });
    this.awareness.on('update', ({ updated }: { updated: number[] }) => {
      if (updated.includes(clientID)) this.tellings += 1;
    });
  }

  edit(change: (transaction: Transaction) => Transaction): void {
    this.editor.view.dispatch(change(this.editor.state.tr));
  }

  handWords(other: Page): void {
    Y.applyUpdate(other.doc, Y.encodeStateAsUpdate(this.doc, this.known), 'network');
    this.known = Y.encodeStateVector(this.doc);
  }

  handCaret(other: Page): void {
    const states = encodeAwarenessUpdate(this.awareness, [this.doc.clientID]);
    applyAwarenessUpdate(other.awareness, states, 'network');
  }

  /** The words with the carets of the others in them, and what they have selected. */
  get shown(): string {
    const text = this.editor.view.dom.cloneNode(true) as HTMLElement;
    for (const caret of text.querySelectorAll<HTMLElement>('.caret'))
      caret.textContent = `|${caret.dataset.name}|`;
    for (const selected of text.querySelectorAll('.caret-selection'))
      selected.textContent = `[${selected.textContent}]`;
    return [...text.querySelectorAll('.block')].map((block) => block.textContent).join('\n');
  }
}

const opened: Page[] = [];

function pages(...paragraphs: string[]): [Page, Page] {
  const first = seedUpdate(paragraphs.map((text) => ({ text })));
  const [kari, per] = [new Page('Kari', 10, first), new Page('Per', 20, first)];
  opened.push(kari, per);
  kari.editor.view.focus();
  return [kari, per];
}

afterEach(() => {
  for (const { editor, doc } of opened.splice(0)) {
    editor.destroy();
    doc.destroy();
  }
});

const caretAt = (position: number) => (tr: Transaction) =>
  tr.setSelection(TextSelection.create(tr.doc, position));

test('a caret is shown at its letter, with its name and a colour of the eight', () => {
  const [kari, per] = pages('Noen ord', 'Flere');
  kari.edit(caretAt(5));
  kari.handCaret(per);
  expect(per.shown).toBe('Noen|Kari| ord\nFlere');
  expect(per.editor.view.dom.querySelector('.caret')?.className).toContain('caret--3');
});

test('what is selected is shown, and all of it when all is selected', () => {
  const [kari, per] = pages('Noen ord', 'Flere');
  kari.edit((tr) => tr.setSelection(TextSelection.create(tr.doc, 6, 9)));
  kari.handCaret(per);
  expect(per.shown).toBe('Noen [ord]|Kari|\nFlere');
  kari.edit((tr) => tr.setSelection(new AllSelection(tr.doc)));
  kari.handCaret(per);
  expect(per.shown).toBe('[Noen ord]\n[Flere]|Kari|');
});

test('a caret that comes before its letter waits where it was, and is drawn with the letter in one go', () => {
  const [kari, per] = pages('Noen ord');
  kari.edit(caretAt(5));
  kari.handCaret(per);
  kari.edit((tr) => tr.insertText('!', 5));
  const before = per.drawings;
  kari.handCaret(per);
  expect(per.shown).toBe('Noen|Kari| ord');
  expect(per.drawings).toBe(before);
  kari.handWords(per);
  expect(per.shown).toBe('Noen!|Kari| ord');
  expect(per.drawings).toBe(before + 1);
});

test('a caret whose Enter has come is in the new block', () => {
  const [kari, per] = pages('Noen ord', 'Flere');
  kari.edit(caretAt(5));
  kari.handCaret(per);
  kari.edit((tr) => tr.split(5));
  kari.handCaret(per);
  kari.handWords(per);
  expect(per.shown).toBe('Noen\n|Kari| ord\nFlere');
});

test('what others write moves a caret with its words, and takes it away with them', () => {
  const [kari, per] = pages('Noen ord', 'Flere');
  kari.edit(caretAt(12));
  kari.handCaret(per);
  per.edit((tr) => tr.insertText('Her er ', 1));
  expect(per.shown).toBe('Her er Noen ord\nF|Kari|lere');
  per.edit((tr) => tr.delete(17, 24));
  expect(per.shown).toBe('Her er Noen ord');
});

test('nothing is told of a caret that stays at its letter, whoever writes above it', () => {
  const [kari, per] = pages('Noen ord', 'Flere');
  kari.edit(caretAt(12));
  const told = kari.tellings;
  per.edit((tr) => tr.insertText('Her er ', 1));
  per.handWords(kari);
  expect(kari.tellings).toBe(told);
  kari.edit((tr) => tr.insertText('!'));
  expect(kari.tellings).toBe(told + 1);
});

test('nobody is shown without a name, after leaving the text, or after leaving', () => {
  const [kari, per] = pages('Noen ord');
  kari.edit(caretAt(5));
  kari.awareness.setLocalStateField('user', {});
  kari.handCaret(per);
  expect(per.shown).toBe('Noen ord');
  kari.awareness.setLocalStateField('user', { name: 'Kari' });
  kari.handCaret(per);
  expect(per.shown).toBe('Noen|Kari| ord');
  kari.editor.view.dom.blur();
  kari.handCaret(per);
  expect(per.shown).toBe('Noen ord');
  kari.editor.view.focus();
  kari.handCaret(per);
  expect(per.shown).toBe('Noen|Kari| ord');
  removeAwarenessStates(per.awareness, [kari.doc.clientID], 'network');
  expect(per.shown).toBe('Noen ord');
});

test('the caret in a part without words is shown there', () => {
  const [kari, per] = pages();
  kari.editor.view.dom.blur();
  kari.editor.view.focus();
  kari.handCaret(per);
  expect(per.shown).toContain('|Kari|');
});
