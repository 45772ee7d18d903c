// @vitest-environment jsdom
import { afterEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import { createEditor } from '../createEditor';
import type { NoWords, TypedChange } from './suggesting';

const close: (() => void)[] = [];

afterEach(() => {
  for (const each of close.splice(0)) each();
});

function suggesting(...lines: string[]) {
  const doc = new Y.Doc();
  const body = doc.getXmlFragment('body');
  for (const line of lines) {
    const block = new Y.XmlElement('block');
    block.setAttribute('kind', 'paragraph');
    block.insert(0, [new Y.XmlText(line)]);
    body.push([block]);
  }
  const element = document.createElement('div');
  document.body.append(element);
  const editor = createEditor({
    element,
    body,
    awareness: null,
    colourOf: () => undefined,
    editable: true,
    suggests: true,
    attributes: () => ({}),
    openLinkDialog: () => undefined,
    leaveForToolbar: () => undefined,
    onUnknownContent: () => undefined,
  });
  const told: (TypedChange | NoWords)[] = [];
  editor.storage.suggesting.take = (typed) => told.push(typed);
  close.push(() => {
    editor.destroy();
    element.remove();
  });
  return { doc, body, editor, told };
}

test('what is typed, deleted and split is told of, and nothing of it reaches the document', async () => {
  const { body, editor, told, doc } = suggesting('Vi øver', 'hver dag');
  const before = body.toString();
  let updates = 0;
  doc.on('update', () => {
    updates += 1;
  });
  const { view } = editor;
  view.dispatch(view.state.tr.insertText('!', 8));
  view.dispatch(view.state.tr.delete(1, 3));
  view.dispatch(view.state.tr.split(4));
  view.dispatch(view.state.tr.delete(4, 12));
  view.dispatch(view.state.tr.addMark(1, 3, editor.schema.mark('bold')));
  await Promise.resolve();
  expect(told).toEqual([
    { from: 8, to: 8, text: '!' },
    { from: 1, to: 3, text: '' },
    'lines',
    'lines',
    'looks',
  ]);
  expect([body.toString(), updates, view.state.doc.textContent]).toEqual([before, 0, 'Vi øverhver dag']);
});

test('what others write comes meanwhile, and is not written back', () => {
  const { body, editor, told } = suggesting('Vi øver');
  const block = body.get(0) as Y.XmlElement;
  (block.get(0) as Y.XmlText).insert(0, 'Nå: ');
  expect(editor.state.doc.textContent).toBe('Nå: Vi øver');
  expect(told).toEqual([]);
});

test('once it is off again, one writes', () => {
  const { body, editor, told } = suggesting('Vi øver');
  editor.storage.suggesting.on = false;
  editor.view.dispatch(editor.state.tr.insertText('!', 8));
  expect(body.toString()).toContain('Vi øver!');
  expect(told).toEqual([]);
});
