import * as Y from 'yjs';
import { caretAfter, changeBetween } from '../../../domain/textChange';

type Delta = Parameters<typeof caretAfter>[1];

/**
 * Binds a text box to a Y text. Typed text is applied as the smallest change; remote changes keep the caret between
 * the same two characters. While an input method is composing, and some phone keyboards compose every word, the box is
 * not updated: a changed value would end the composition. What is composed is applied as it is typed, unless others have
 * written meanwhile; then `owes(true)` says that the box shows more than the text holds. Undo reverts local changes only.
 */
export class TextBinding {
  private shown: string;
  private composing = false;
  private missed: Delta[] = [];
  private readonly undo: Y.UndoManager;
  private readonly stop = new AbortController();

  constructor(
    private readonly text: Y.Text,
    private readonly box: HTMLTextAreaElement,
    private readonly oneLine: boolean,
    private readonly owes: (owed: boolean) => void = () => undefined,
  ) {
    this.shown = text.toString();
    box.value = this.shown;
    this.undo = new Y.UndoManager(text, { trackedOrigins: new Set([this]) });
    text.observe(this.onRemote);
    const { signal } = this.stop;
    box.addEventListener('input', () => this.push(), { signal });
    box.addEventListener('compositionstart', () => this.composition(true), { signal });
    box.addEventListener('compositionend', () => this.composition(false), { signal });
    box.addEventListener('keydown', (event) => this.onKey(event), { signal });
    box.addEventListener('beforeinput', (event) => this.onBeforeInput(event), { signal });
  }

  /** Apply what is being composed, though the composition ends with it: the page may not come back. */
  flush(): void {
    this.composing = false;
    this.push();
  }

  destroy(): void {
    this.owes(false);
    this.stop.abort();
    this.text.unobserve(this.onRemote);
    this.undo.destroy();
  }

  private composition(begins: boolean): void {
    this.composing = begins;
    if (!begins) this.push();
  }

  private push(): void {
    const waits = this.composing && this.missed.length > 0;
    this.owes(waits);
    if (waits) return;
    const value = this.oneLine ? inOneLine(this.box.value) : this.box.value;
    const caret = this.box.selectionEnd;
    const change = changeBetween(this.shown, value, caret);
    const missed = this.missed;
    this.missed = [];
    if (change) {
      const at = (index: number) => missed.reduce((place, delta) => caretAfter(place, delta), index);
      const start = at(change.index);
      const end = Math.max(start, at(change.index + change.removed));
      this.text.doc?.transact(() => {
        if (end > start) this.text.delete(start, end - start);
        if (change.inserted) this.text.insert(start, change.inserted);
      }, this);
    }
    if (this.composing) {
      this.shown = value;
      return;
    }
    const place = missed.reduce((position, delta) => caretAfter(position, delta), caret);
    this.show(place, place);
  }

  private readonly onRemote = (event: Y.YTextEvent): void => {
    if (event.transaction.origin === this) return;
    const delta = event.delta as Delta;
    if (this.composing) {
      this.missed.push(delta);
      return;
    }
    this.show(caretAfter(this.box.selectionStart, delta), caretAfter(this.box.selectionEnd, delta));
  };

  private show(start: number, end: number): void {
    this.shown = this.text.toString();
    if (this.box.value === this.shown) return;
    const focused = document.activeElement === this.box;
    const { selectionDirection } = this.box;
    this.box.value = this.shown;
    // Setting the selection of an unfocused box would scroll to it in some browsers.
    if (focused) this.box.setSelectionRange(start, end, selectionDirection);
  }

  private onKey(event: KeyboardEvent): void {
    if (event.isComposing) return;
    if (event.key === 'Enter' && this.oneLine) event.preventDefault();
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const key = event.key.toLowerCase();
    if (key === 'z') this.undoOrRedo(event, event.shiftKey);
    if (key === 'y') this.undoOrRedo(event, true);
  }

  private onBeforeInput(event: InputEvent): void {
    if (event.inputType === 'historyUndo') this.undoOrRedo(event, false);
    if (event.inputType === 'historyRedo') this.undoOrRedo(event, true);
  }

  private undoOrRedo(event: Event, again: boolean): void {
    event.preventDefault();
    if (again) this.undo.redo();
    else this.undo.undo();
  }
}

/** Lines with a space between them. Not by a pattern: `\s*\n` begins anew at each of many spaces. */
function inOneLine(words: string): string {
  const lines = words.split('\n');
  const last = lines.length - 1;
  const shown = lines.map((line, at) => {
    const begun = at > 0 ? line.trimStart() : line;
    return at < last ? begun.trimEnd() : begun;
  });
  return shown.filter((line, at) => line !== '' || at === 0 || at === last).join(' ');
}
