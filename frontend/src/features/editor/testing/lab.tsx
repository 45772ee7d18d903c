import type { Editor } from '@tiptap/core';
import '@fontsource-variable/inter';
import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { applyAwarenessUpdate, encodeAwarenessUpdate } from 'y-protocols/awareness';
import * as Y from 'yjs';
import '../../../ui/designsystemet.css';
import '../../../ui/theme.css';
import '../../../ui/base.css';
import './lab.css';
import { loadWords } from '../../../i18n';
import { PartEditor } from '../PartEditor';
import { ReadText } from '../ReadText';
import { blocksOf, type LabBlock } from './blocksOf';
import { Person } from './person';
import { type SeedBlock, seedUpdate } from './seed';
import { misfits, shapeViolations } from './shapeViolations';
import { Storm } from './storm';

export interface SentUpdate {
  from: string;
  clientID: number;
  update: string;
  /** The kind of sync frame: a single edit, or all changes after a time offline. */
  frame: 'update' | 'step2';
  doing: string;
}

/** Editors on documents that exchange updates only on request. */
class Lab {
  people = new Map<string, Person>();
  sent: SentUpdate[] = [];
  online = false;
  /** The current action, recorded with each update. */
  doing = '';
  seed = '';
  private server = new Y.Doc();
  private offline = new Set<string>();
  private render: (() => void) | null = null;
  private editable = new Map<string, boolean>();
  private showCarets = true;

  open(names: string[], seed: SeedBlock[] | null, readers: string[] = [], only: string[] = []): void {
    this.people.clear();
    this.sent = [];
    this.online = false;
    this.offline.clear();
    this.server = new Y.Doc();
    const first = seed && seedUpdate(seed);
    if (first) Y.applyUpdate(this.server, first);
    this.seed = first ? toBase64(first) : '';
    names.forEach((name, index) => {
      const person = new Person(name, index, 100 + index);
      if (first) Y.applyUpdate(person.doc, first, 'network');
      person.doc.on('update', (update: Uint8Array, origin: unknown) => this.onUpdate(person, update, origin));
      person.awareness.on('update', () => this.shareAwareness(person));
      person.onlyReads = only.includes(name);
      this.people.set(name, person);
      this.editable.set(name, !readers.includes(name));
    });
    this.draw();
  }

  /** Whether every person has an editor: elements of a previous `open` may still be in the DOM for a moment. */
  get ready(): boolean {
    return [...this.people.values()].every(({ editor, onlyReads }) => onlyReads || editor !== null);
  }

  private onUpdate(person: Person, update: Uint8Array, origin: unknown): void {
    if (origin === 'network' || this.offline.has(person.name)) return;
    this.send(person, update, 'update');
    person.outbox.push(update);
    if (this.online) this.deliver();
  }

  private send({ name, doc }: Person, update: Uint8Array, frame: SentUpdate['frame']): void {
    Y.applyUpdate(this.server, update);
    this.sent.push({
      from: name,
      clientID: doc.clientID,
      update: toBase64(update),
      frame,
      doing: this.doing,
    });
  }

  disconnect(name: string): void {
    this.offline.add(name);
  }

  /** Reconnect like the provider: each side sends the other's missing changes in one update. */
  reconnect(name: string): void {
    const person = this.person(name);
    this.offline.delete(name);
    const mine = Y.encodeStateAsUpdate(person.doc, Y.encodeStateVector(this.server));
    const theirs = Y.encodeStateAsUpdate(this.server, Y.encodeStateVector(person.doc));
    this.send(person, mine, 'step2');
    person.outbox.push(mine);
    Y.applyUpdate(person.doc, theirs, 'network');
    this.deliver();
  }

  private shareAwareness(from: Person): void {
    const update = encodeAwarenessUpdate(from.awareness, [from.doc.clientID]);
    for (const person of this.people.values()) {
      if (person !== from) applyAwarenessUpdate(person.awareness, update, 'network');
    }
  }

  /** Deliver all updates, in rounds, until every outbox is empty. */
  deliver(): void {
    for (let busy = true; busy; ) {
      busy = false;
      for (const from of this.people.values()) {
        const updates = from.outbox.splice(0);
        for (const update of updates) {
          busy = true;
          for (const to of this.people.values()) {
            if (to !== from && !this.offline.has(to.name)) Y.applyUpdate(to.doc, update, 'network');
          }
        }
      }
    }
  }

  person(name: string): Person {
    const person = this.people.get(name);
    if (!person) throw new Error(`nobody called ${name}`);
    return person;
  }

  private editorOf(name: string): Editor {
    const { editor } = this.person(name);
    if (!editor) throw new Error(`${name} has no editor`);
    return editor;
  }

  /** Select in the editor of `name`, by block and offset, and focus it. */
  select(name: string, from: [number, number], to: [number, number] = from): void {
    const editor = this.editorOf(name);
    const at = ([block, offset]: [number, number]) => {
      let pos = 1 + offset;
      for (let index = 0; index < block; index += 1) pos += editor.state.doc.child(index).nodeSize;
      return pos;
    };
    editor.commands.setTextSelection({ from: at(from), to: at(to) });
    editor.view.focus();
  }

  blocks(name: string): LabBlock[] {
    return blocksOf(this.person(name).body);
  }

  text(name: string): string {
    return this.blocks(name)
      .map((block) => block.text)
      .join('\n');
  }

  /** The Yjs ids of the text types: unchanged as long as no text node was re-created. */
  textIds(name: string): string[] {
    return this.person(name)
      .body.toArray()
      .map((block) => {
        const id = (block as Y.XmlElement).get(0)?._item?.id;
        return id ? `${id.client}:${id.clock}` : '';
      });
  }

  xml(name: string): string {
    return this.person(name).body.toString();
  }

  shown(name: string): object {
    return this.editorOf(name).getJSON();
  }

  violations(name: string): { shape: string[]; misfits: string[] } {
    const { body } = this.person(name);
    return { shape: shapeViolations(body), misfits: misfits(body) };
  }

  /** Insert unknown content without the editor, as a page of another version would. */
  foreign(name: string): void {
    const { body } = this.person(name);
    const element = new Y.XmlElement('table');
    element.insert(0, [new Y.XmlText('en tabell')]);
    body.insert(body.length, [element]);
  }

  /**
   * Delete a block outside the undo manager, which would keep the content restorable: Yjs then collects it at once,
   * and later updates contain GC structs in its place.
   */
  discard(name: string, block: number): void {
    const { doc, body } = this.person(name);
    doc.transact(() => body.delete(block, 1), 'page');
  }

  /** Remove every block, as two concurrent deletions can: the body is empty afterwards. */
  clear(name: string): void {
    const { body } = this.person(name);
    body.delete(0, body.length);
  }

  setEditable(name: string, editable: boolean): void {
    this.editable.set(name, editable);
    this.draw();
  }

  setShowCarets(shown: boolean): void {
    this.showCarets = shown;
    this.draw();
  }

  /** `name` edits and moves the caret without pause, until the storm is ended. */
  storm(name: string): Storm {
    const { body, awareness } = this.person(name);
    return new Storm(body, awareness);
  }

  /** The id of the text that contains the browser's caret in the editor of `name`. */
  caret(name: string): string | undefined {
    const { view } = this.editorOf(name);
    const node = getSelection()?.anchorNode;
    if (!node || !view.dom.contains(node)) return undefined;
    const position = view.posAtDOM(node, getSelection()?.anchorOffset ?? 0);
    return this.textIds(name)[view.state.doc.resolve(position).index(0)];
  }

  register(render: () => void): void {
    this.render = render;
  }

  private draw(): void {
    this.render?.();
  }

  view() {
    return [...this.people.values()].map((person) => (
      <section key={person.doc.guid} id={person.name} className="lab-person">
        {person.onlyReads ? (
          <ReadText body={person.body} coming={false} label={person.name} />
        ) : (
          <PartEditor
            doc={person.doc}
            awareness={person.awareness}
            editable={this.editable.get(person.name) ?? true}
            label={`Behov, ${person.name}`}
            user={{ name: person.name, initials: person.name.slice(0, 1), colour: person.colour }}
            showCarets={this.showCarets}
            onEditor={(editor) => {
              person.editor = editor;
            }}
          />
        )}
      </section>
    ));
  }
}

function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

const lab = new Lab();
declare global {
  interface Window {
    lab: Lab;
  }
}
window.lab = lab;

function People() {
  const [, draw] = useState(0);
  lab.register(() => draw((turn) => turn + 1));
  return <main className="lab">{lab.view()}</main>;
}

await loadWords('nb');
const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <People />
    </StrictMode>,
  );
}
