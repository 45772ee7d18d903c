import { expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import { recordPaste } from './takeBack';

function open() {
  const doc = new Y.Doc();
  const text = doc.getText('body');
  const undo = new Y.UndoManager(text);
  const write = (words: string) => text.insert(text.length, words);
  return { text, undo, write };
}

test('a paste is a step of undo of its own, between words typed just before and after', () => {
  const { text, undo, write } = open();
  write('før ');
  recordPaste(
    undo,
    () => write('limt '),
    () => undefined,
  );
  write('etter');
  undo.undo();
  expect(text.toString()).toBe('før limt ');
  undo.undo();
  expect(text.toString()).toBe('før ');
});

test('all pieces of a long paste are one step, whatever ends a step meanwhile', () => {
  const { text, undo, write } = open();
  text.insert(0, 'gammelt');
  const takeBack = recordPaste(
    undo,
    () => {
      text.delete(0, text.length);
      for (const words of ['en ', 'to ', 'tre ']) {
        undo.stopCapturing();
        write(words);
      }
    },
    () => undefined,
  );
  undo.undo();
  expect(text.toString()).toBe('gammelt');
  undo.redo();
  expect(text.toString()).toBe('en to tre ');
  takeBack?.();
  expect(text.toString()).toBe('en to tre ');
});

test('it is taken back whole after more was written, in it too, and what it replaced returns', () => {
  const { text, undo, write } = open();
  write('gammelt');
  const takeBack = recordPaste(
    undo,
    () => {
      text.delete(0, text.length);
      write('limt inn');
    },
    () => undefined,
  );
  text.insert(4, ' HER');
  write(' etter');
  takeBack?.();
  expect(text.toString()).toContain('gammelt');
  expect(text.toString()).toContain(' HER');
  expect(text.toString()).toContain(' etter');
  expect(text.toString()).not.toMatch(/limt|inn/);
  takeBack?.();
  expect(text.toString()).toContain('gammelt');
});

test('who undoes it by the keys is told as well; nothing pasted is nothing to take back', () => {
  const { undo, write } = open();
  const gone = vi.fn();
  write('før ');
  expect(recordPaste(undo, () => undefined, gone)).toBeNull();
  recordPaste(undo, () => write('limt'), gone);
  write('etter');
  undo.undo();
  expect(gone).not.toHaveBeenCalled();
  undo.undo();
  expect(gone).toHaveBeenCalledOnce();
});
