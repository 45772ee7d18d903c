// Writes updates.json, frames.json and primitives.json: what the real Yjs, provider and lib0 put on the wire.
// Run: npm install --no-save yjs@13.6.33 @hocuspocus/provider@4.8.0 (with their peers) && node generate.mjs
// The random numbers are seeded, so that the files change only when Yjs or the provider do.
import { writeFileSync } from 'node:fs';
import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider';
import { writeAuthenticated, writePermissionDenied } from '@hocuspocus/common';
import * as encoding from 'lib0/encoding';
import * as sync from 'y-protocols/sync';
import * as Y from 'yjs';

let seed = 20261121;
const random = () => {
  seed = (Math.imul(seed ^ (seed >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
  return ((seed ^ (seed >>> 13)) >>> 0) / 2 ** 32;
};
const below = (n) => Math.floor(random() * n);
const pick = (list) => list[below(list.length)];
const base64 = (bytes) => Buffer.from(bytes).toString('base64');

const WORDS = ['ja ', 'skolen ', 'å ', 'lekser', '😀', 'e\u0301', '👨‍👩‍👧 ', 'x', ' ', 'Ærlig talt, ', '漢字', '😁'];
const KINDS = ['paragraph', 'heading', 'bullet', 'ordered'];
const MARKS = [
  { bold: {} }, { italic: {} }, { bold: true }, { bold: null }, { italic: null }, { link: null },
  { link: { href: 'https://nav.no/æ?a=1&b="2"' } }, { link: { href: 'mailto:a@b.no' } }, { bold: {}, italic: {} },
];

/** Where an editor may cut: never between the two units of one character. */
const letters = (text) => text.toDelta().map(({ insert }) => insert).join('');
const whole = (string, at) => (/[\udc00-\udfff]/.test(string.charAt(at)) ? at - 1 : at);

function block(text) {
  const element = new Y.XmlElement('block');
  element.setAttribute('kind', pick(KINDS));
  if (random() < 0.3) element.setAttribute('level', 1 + below(3));
  if (random() < 0.2) element.setAttribute('indent', 1 + below(6));
  if (text) element.insert(0, [new Y.XmlText(text)]);
  return element;
}

function seeded() {
  const doc = new Y.Doc();
  doc.clientID = 77;
  doc.transact(() => {
    for (const name of ['title', 'how']) doc.getMap('fields').set(name, new Y.Text(name));
    doc.getXmlFragment('body').insert(0, [block('Første ord'), block('')]);
  });
  return Y.encodeStateAsUpdate(doc);
}

class Author {
  constructor(person, clientID, log) {
    this.person = person;
    this.log = log;
    this.doc = new Y.Doc();
    this.doc.clientID = clientID;
    this.body = this.doc.getXmlFragment('body');
    this.fields = this.doc.getMap('fields');
    this.undo = new Y.UndoManager([this.body, this.fields], { captureTimeout: 0 });
    this.online = true;
    this.doc.on('update', (update, origin) => {
      if (origin !== 'remote' && this.online) this.log.send(this, update);
    });
  }

  texts() {
    return this.body.toArray().flatMap((element) => element.toArray()).filter((node) => node instanceof Y.XmlText);
  }

  edit() {
    const text = this.texts().length > 0 ? pick(this.texts()) : null;
    const blocks = this.body.toArray();
    const action = below(20);
    if (action < 8 && text) text.insert(whole(letters(text), below(text.length + 1)), pick(WORDS));
    else if (action < 10 && text && text.length > 1) this.cut(text);
    else if (action < 12 && text && text.length > 0) this.mark(text);
    else if (action === 12) this.body.insert(below(blocks.length + 1), [block(pick(WORDS)), block('')]);
    else if (action === 13 && blocks.length > 2) this.body.delete(below(blocks.length), 1);
    else if (action === 14 && blocks.length > 0) this.attribute(pick(blocks));
    else if (action === 15 && blocks.length > 0) this.inline(pick(blocks));
    else if (action === 16) this.undo.undo();
    else if (action === 17) this.undo.redo();
    else if (action === 18) this.field();
    else this.fields.get('title').insert(0, pick(WORDS));
  }

  range(text, most) {
    const string = letters(text);
    const from = whole(string, below(string.length));
    return [from, Math.max(whole(string, Math.min(from + 1 + below(most), string.length)) - from, 0)];
  }

  cut(text) {
    text.delete(...this.range(text, 5));
  }

  mark(text) {
    text.format(...this.range(text, 4), pick(MARKS));
  }

  attribute(element) {
    if (random() < 0.3) element.removeAttribute('indent');
    else if (random() < 0.5) element.setAttribute('indent', below(7));
    else element.setAttribute('kind', pick(KINDS));
  }

  inline(element) {
    this.doc.transact(() => {
      element.insert(element.length, [new Y.XmlElement('hardBreak'), new Y.XmlText(pick(WORDS))]);
      if (random() < 0.3) element.delete(0, 1);
    });
  }

  field() {
    const name = pick(['start', 'due', 'status', 'decision']);
    if (random() < 0.3) this.fields.delete(name);
    else this.fields.set(name, pick(['2026-08-01', 'started', '', 'applied']));
  }
}

/** The order in which a server would take the frames; everybody online hears each at once. */
class Log {
  constructor() {
    this.frames = [];
    this.authors = [];
    this.server = new Y.Doc();
  }

  send(author, update) {
    this.frames.push([author.person, base64(update)]);
    Y.applyUpdate(this.server, update);
    for (const other of this.authors) if (other !== author && other.online) Y.applyUpdate(other.doc, update, 'remote');
  }

  join(author) {
    this.authors.push(author);
    Y.applyUpdate(author.doc, Y.encodeStateAsUpdate(this.server), 'remote');
  }

  /** Back online: the server's news first or the own news first, all in one update or merged from several. */
  reconnect(author, missed) {
    author.online = true;
    if (random() < 0.5) Y.applyUpdate(author.doc, Y.encodeStateAsUpdate(this.server), 'remote');
    const state = Y.encodeStateVector(this.server);
    const update = random() < 0.05 ? Y.encodeStateAsUpdate(author.doc)
      : missed.length > 0 && random() < 0.4 ? Y.mergeUpdates(missed) : Y.encodeStateAsUpdate(author.doc, state);
    this.send(author, update);
    Y.applyUpdate(author.doc, Y.encodeStateAsUpdate(this.server), 'remote');
  }
}

function session(number, edits) {
  const log = new Log();
  const seedUpdate = seeded();
  log.frames.push(['server', base64(seedUpdate)]);
  Y.applyUpdate(log.server, seedUpdate);
  const people = ['owner', 'school', 'owner', 'gp'];
  const authors = people.map((person, index) => new Author(person, 2 ** (8 * (index + 1)) + number * 5 + index, log));
  for (const author of authors) log.join(author);
  for (let step = 0; step < edits; step++) {
    const author = pick(authors);
    if (random() < 0.03) offline(log, author);
    else if (random() < 0.2) author.doc.transact(() => { author.edit(); author.edit(); });
    else author.edit();
  }
  log.send(pick(authors), Y.encodeStateAsUpdate(authors[0].doc));
  return { frames: log.frames, text: log.server.getXmlFragment('body').toString() };
}

function offline(log, author) {
  author.online = false;
  const missed = [];
  const keep = (update, origin) => origin !== 'remote' && missed.push(update);
  author.doc.on('update', keep);
  for (let step = 0; step < 1 + below(12); step++) author.edit();
  for (const other of log.authors) if (other !== author) other.edit();
  author.doc.off('update', keep);
  log.reconnect(author, missed);
}

/** Stands in for the browser's WebSocket: keeps what the provider sends, says what a server would. */
class Wire extends EventTarget {
  static OPEN = 1;
  static sent = [];
  static last;
  readyState = 1;
  binaryType = '';
  constructor() {
    super();
    Wire.last = this;
    setTimeout(() => this.dispatchEvent(new Event('open')));
  }
  send(data) {
    Wire.sent.push(Buffer.from(data).toString('hex'));
  }
  say(...bytes) {
    this.dispatchEvent(new MessageEvent('message', { data: new Uint8Array(bytes).buffer }));
  }
  close() {}
}

/** Everything the real provider sends while it opens a document, writes in it and leaves. */
async function frames(sessionAwareness) {
  Wire.sent = [];
  const document = new Y.Doc();
  document.clientID = 5;
  const websocketProvider = new HocuspocusProviderWebsocket({ url: 'ws://here', WebSocketPolyfill: Wire });
  const provider = new HocuspocusProvider({ name: 'd/æ', document, websocketProvider, token: 'tøken', sessionAwareness });
  provider.sessionId = 's1';
  provider.attach();
  await new Promise((resolve) => setTimeout(resolve, 50));
  const { sent, last } = Wire;
  const name = Buffer.from(sessionAwareness ? 'd/æ\0s1' : 'd/æ');
  const say = (...bytes) => last.say(name.length, ...name, ...bytes);
  say(2, 2, 10, ...Buffer.from('read-write'));
  const written = { opening: sent.splice(0) };
  document.getText('t').insert(0, 'å');
  written.update = sent.splice(0);
  written.content = Buffer.from(Y.encodeStateAsUpdate(document)).toString('hex');
  say(0, 0, 1, 0);
  written.step2 = sent.splice(0);
  provider.setAwarenessField('user', 'å');
  written.awareness = sent.splice(0);
  say(3);
  written.answerToQuery = sent.splice(0);
  provider.sendStateless('{"type":"ø"}');
  written.stateless = sent.splice(0);
  last.say(9);
  written.answerToPing = sent.splice(0);
  provider.destroy();
  written.leaving = sent.splice(0);
  websocketProvider.destroy();
  return written;
}

const encoded = (write) => Buffer.from(encoding.encode(write)).toString('hex');

/** What a server says, written with the same functions the provider's side reads with. */
function answers() {
  const document = new Y.Doc();
  document.clientID = 5;
  document.getText('t').insert(0, 'å');
  const content = Y.encodeStateAsUpdate(document);
  const frame = (type, write) => encoded((encoder) => {
    encoding.writeVarString(encoder, 'd/æ');
    encoding.writeVarUint(encoder, type);
    write(encoder);
  });
  return {
    authenticated: frame(2, (encoder) => writeAuthenticated(encoder, 'readonly')),
    denied: frame(2, (encoder) => writePermissionDenied(encoder, 'not-found')),
    step1: frame(0, (encoder) => sync.writeSyncStep1(encoder, document)),
    stateVector: Buffer.from(Y.encodeStateVector(document)).toString('hex'),
    step2: frame(0, (encoder) => sync.writeSyncStep2(encoder, document)),
    update: frame(0, (encoder) => sync.writeUpdate(encoder, content)),
    content: Buffer.from(content).toString('hex'),
    saved: frame(8, (encoder) => encoding.writeVarInt(encoder, 1)),
    notSaved: frame(8, (encoder) => encoding.writeVarInt(encoder, 0)),
    closed: frame(7, (encoder) => encoding.writeVarString(encoder, 'refused')),
    stateless: frame(5, (encoder) => encoding.writeVarString(encoder, '{"type":"ø"}')),
  };
}

function primitives() {
  const unsigned = [0, 1, 127, 128, 16383, 16384, 2 ** 31, 2 ** 32 + 5, 2 ** 53 - 1];
  const signed = [0, 1, -1, 63, 64, -64, 8191, -8192, 2 ** 31, -(2 ** 53 - 1)];
  const values = ['', 'å', '😀', 0, -3, 2 ** 31, 1.5, 0.1, true, false, null];
  return {
    unsigned: unsigned.map((number) => [number, encoded((encoder) => encoding.writeVarUint(encoder, number))]),
    signed: signed.map((number) => [number, encoded((encoder) => encoding.writeVarInt(encoder, number))]),
    values: values.map((value) => [value, encoded((encoder) => encoding.writeAny(encoder, value))]),
    undefined: encoded((encoder) => encoding.writeAny(encoder, undefined)),
    bigint: encoded((encoder) => encoding.writeAny(encoder, 5n)),
    negativeZero: encoded((encoder) => encoding.writeVarInt(encoder, -0)),
    loneSurrogate: encoded((encoder) => encoding.writeVarString(encoder, 'a\ud83d')),
  };
}

const sessions = [];
for (let number = 0; number < 8; number++) sessions.push(session(number, 230));
writeFileSync('updates.json', `${JSON.stringify(sessions)}\n`);
const written = { plain: await frames(false), withSession: await frames(true), answers: answers() };
writeFileSync('frames.json', `${JSON.stringify(written, null, 2)}\n`);
writeFileSync('primitives.json', `${JSON.stringify(primitives(), null, 2)}\n`);
