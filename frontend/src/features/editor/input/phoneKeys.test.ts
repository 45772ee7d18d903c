// @vitest-environment jsdom
import '../../../ui/testing/jsdom';
import { afterEach, expect, test } from 'vitest';
import type { SeedBlock } from '../testing/seed';
import { Room, type Writer } from '../testing/writers';

let rooms: Room[] = [];
afterEach(() => {
  for (const room of rooms) room.close();
  rooms = [];
});

type Place = [block: number, offset: number];

function writer(blocks: SeedBlock[], from: Place = [0, 0], to: Place = from): Writer {
  const room = new Room(['Runa'], blocks);
  rooms.push(room);
  const [runa] = room.writers as [Writer];
  runa.select(from, to);
  return runa;
}

function press({ editor }: Writer, key: string, modifiers: KeyboardEventInit = {}): void {
  const keyCode = { Enter: 13, Backspace: 8, Delete: 46 }[key] ?? 0;
  const event = new KeyboardEvent('keydown', { key, keyCode, bubbles: true, cancelable: true, ...modifiers });
  editor.view.dom.dispatchEvent(event);
}

/** As a phone's keyboard does it. */
function announce({ editor }: Writer, inputType: string): void {
  const { dom } = editor.view;
  dom.dispatchEvent(new KeyboardEvent('keydown', { key: 'Unidentified', keyCode: 229, bubbles: true }));
  dom.dispatchEvent(new InputEvent('beforeinput', { inputType, bubbles: true, cancelable: true }));
}

const TEXT: SeedBlock[] = [
  { kind: 'heading', level: 1, text: 'Mål' },
  { kind: 'bullet', text: 'melk' },
  { kind: 'bullet', indent: 1, text: 'lett' },
  { kind: 'bullet', indent: 1, text: '' },
  { kind: 'ordered', text: 'steg' },
  { text: 'slutt' },
  { text: '' },
];
const PLACES = [
  ...TEXT.flatMap(({ text }, block) =>
    [0, Math.min(1, text.length), text.length].map((at): [Place, Place] => [
      [block, at],
      [block, at],
    ]),
  ),
  [
    [1, 2],
    [1, 4],
  ] as [Place, Place],
  [
    [0, 1],
    [4, 2],
  ] as [Place, Place],
];

test.each([
  ['insertParagraph', 'Enter', {}],
  ['insertLineBreak', 'Enter', { shiftKey: true }],
  ['deleteContentBackward', 'Backspace', {}],
  ['deleteWordBackward', 'Backspace', { ctrlKey: true }],
  ['deleteSoftLineBackward', 'Backspace', { altKey: true }],
  ['deleteContentForward', 'Delete', {}],
  ['deleteWordForward', 'Delete', { ctrlKey: true }],
] as const)('%s without a key does what %s does', (inputType, key, modifiers) => {
  const [typed, announced] = [writer(TEXT), writer(TEXT)];
  const both = [typed, announced].map((each) => ({ each, first: each.editor.state.doc.content }));
  for (const [from, to] of PLACES) {
    for (const { each, first } of both) {
      const { state, view } = each.editor;
      view.dispatch(state.tr.replaceWith(0, state.doc.content.size, first));
      each.select(from, to);
    }
    press(typed, key, modifiers);
    announce(announced, inputType);
    expect([from, to, announced.editor.getJSON()]).toEqual([from, to, typed.editor.getJSON()]);
  }
});

test('what the browser offers in its menus are our own marks and lists', () => {
  const runa = writer([{ text: 'ord' }], [0, 0], [0, 3]);
  announce(runa, 'formatBold');
  announce(runa, 'insertUnorderedList');
  expect(runa.doc.getXmlFragment('body').toString()).toBe('<block kind="bullet"><bold>ord</bold></block>');
});

test('an Enter that ProseMirror runs later by itself, as on iOS, is not run twice', () => {
  const runa = writer([{ text: 'ord' }], [0, 3]);
  press(runa, 'Enter');
  const event = new InputEvent('beforeinput', {
    inputType: 'insertParagraph',
    bubbles: true,
    cancelable: true,
  });
  runa.editor.view.dom.dispatchEvent(event);
  expect(runa.lines).toEqual(['ord', '']);
});
