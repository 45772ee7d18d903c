// `@hocuspocus/provider` as it is, in Node. Driven by provider.py.
import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider';
import { serve, Watched } from './commands.mjs';
import { readFrame } from './frames.mjs';
import { addBlock, addTable, setField, textOf, type, updateOf } from './writing.mjs';
import * as encoding from 'lib0/encoding';
import WebSocket from 'ws';
import { Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness';
import * as Y from 'yjs';

class Socket extends Watched {
  opened = 0;
  pings = 0;
  closes = [];
  documents = new Map();

  constructor({ url, headers }) {
    super();
    const socket = this;
    // Nothing but headers, which a browser sets by itself, and eyes on the wire.
    class Wire extends WebSocket {
      constructor(address) {
        super(address, { headers });
        socket.opened += 1;
        // The provider closes sockets that are still connecting; an event nobody listens to is no failure in a browser.
        this.on('error', () => undefined);
        this.addEventListener('message', ({ data }) => {
          // Counted before the provider hears of it: who sees what a frame did finds the frame counted.
          socket.passed(data, 'received');
          setImmediate(() => socket.changed());
        });
      }

      send(data) {
        super.send(data);
        socket.passed(data, 'sent');
        socket.changed();
      }
    }
    this.provider = new HocuspocusProviderWebsocket({ url, WebSocketPolyfill: Wire, delay: 300, minDelay: 100 });
    this.provider.on('status', () => this.changed());
    this.provider.on('close', ({ event }) => {
      this.closes.push([event.code, event.reason]);
      this.changed();
    });
  }

  passed(data, direction) {
    const frame = readFrame(new Uint8Array(data));
    if (frame.kind === 'ping') this.pings += 1;
    this.documents.get(frame.address)?.count(frame, direction);
  }

  changed() {
    super.changed();
    for (const document of this.documents.values()) document.changed();
  }

  state() {
    const { opened, pings, closes } = this;
    return { status: this.provider.status, opened, pings, closes };
  }
}

class OpenDocument extends Watched {
  denied = [];
  closes = [];
  notices = [];
  scopes = [];
  frames = {};

  constructor(socket, { document, token, session, awareness, before, forceSyncInterval }) {
    super();
    this.socket = socket;
    this.doc = new Y.Doc();
    for (const words of before) addBlock(this.doc, words);
    this.provider = new HocuspocusProvider({
      name: document,
      document: this.doc,
      websocketProvider: socket.provider,
      sessionAwareness: session,
      token,
      forceSyncInterval,
      ...(awareness ? {} : { awareness: null }),
      onAuthenticated: ({ scope }) => this.scopes.push(scope),
      onAuthenticationFailed: ({ reason }) => this.denied.push(reason),
      onClose: ({ event }) => this.closes.push(event.reason ?? ''),
      onStateless: ({ payload }) => this.notices.push(JSON.parse(payload)),
    });
    for (const event of ['synced', 'authenticationFailed', 'stateless', 'unsyncedChanges', 'awarenessUpdate']) {
      this.provider.on(event, () => this.changed());
    }
    this.doc.on('update', () => this.changed());
    socket.documents.set(this.provider.effectiveName, this);
    this.provider.attach();
  }

  count({ kind }, direction) {
    const name = `${kind} ${direction}`;
    this.frames[name] = (this.frames[name] ?? 0) + 1;
  }

  state() {
    const { denied, closes, notices, scopes, frames, provider, doc } = this;
    const states = Object.fromEntries(provider.awareness?.getStates() ?? []);
    delete states[doc.clientID];
    const others = Object.entries(states).map(([client, state]) => ({ client: Number(client), ...state }));
    const { synced, unsyncedChanges, isAuthenticated } = provider;
    const text = textOf(doc);
    return { client: doc.clientID, synced, unsyncedChanges, isAuthenticated, text, others, carets: carets(others), denied, closes, notices, scopes, frames, declined: frames['declined received'] ?? 0, step2s: frames['step2 sent'] ?? 0, unanswered: unanswered(frames) };
  }

  /** A state under a client id that is not this provider's. */
  forge(client, state) {
    const doc = new Y.Doc();
    doc.clientID = client;
    const awareness = new Awareness(doc);
    for (let clock = 0; clock < 50; clock += 1) awareness.setLocalState(state);
    const encoder = encoding.createEncoder();
    encoding.writeVarString(encoder, this.provider.effectiveName);
    encoding.writeVarUint(encoder, 1);
    encoding.writeVarUint8Array(encoder, encodeAwarenessUpdate(awareness, [client]));
    this.socket.provider.send(encoding.toUint8Array(encoder));
    awareness.destroy();
  }
}

/** Frames with an update that are neither accepted nor declined. */
function unanswered(frames) {
  const count = (name) => frames[name] ?? 0;
  return count('update sent') + count('step2 sent') - count('accepted received') - count('declined received');
}

const carets = (others) => others.map(({ user, cursor }) => `${user?.name} ${JSON.stringify(cursor ?? null)}`);

const sockets = new Map();
const documents = new Map();
const all = (what) => (what.socket === undefined ? documents.get(what.document) : sockets.get(what.socket));

serve({
  connect: ({ socket, ...given }) => void sockets.set(socket, new Socket(given)),
  open: ({ socket, as, ...given }) => void documents.set(as, new OpenDocument(sockets.get(socket), given)),
  state: (what) => all(what).state(),
  until: ({ wanted, seconds, ...what }) => all(what).until(wanted, seconds),
  update: ({ document }) => updateOf(documents.get(document).doc),
  type: ({ document, words }) => {
    for (const word of words) type(documents.get(document).doc, word);
  },
  /** Type in these documents while the next connection opens them, and more at its first message, with the provider's queue. */
  typeWhileOpening: ({ socket, documents: names, words, more }) => {
    const { provider } = sockets.get(socket);
    const write = (all) => {
      for (const name of names) for (const word of all) type(documents.get(name).doc, word);
    };
    const once = (event, then) => {
      const listener = () => {
        provider.off(event, listener);
        then();
      };
      provider.on(event, listener);
    };
    once('open', () => setImmediate(write, words)); // who it is has been said then
    once('connect', () => write(more));
  },
  addBlock: ({ document, words }) => addBlock(documents.get(document).doc, words),
  addTable: ({ document }) => addTable(documents.get(document).doc),
  setField: ({ document, name, value }) => setField(documents.get(document).doc, name, value),
  show: ({ document, state }) => documents.get(document).provider.awareness.setLocalState(state),
  forge: ({ document, client, state }) => documents.get(document).forge(client, state),
  /** Call methods of the provider, all in one tick. */
  call: ({ document, methods }) => {
    for (const method of methods) documents.get(document).provider[method]();
  },
  /** States at a steady pace, or all in one tick. */
  showMany: async ({ document, states, millisecondsApart }) => {
    const { awareness } = documents.get(document).provider;
    for (const state of states) {
      awareness.setLocalState(state);
      if (millisecondsApart) await new Promise((resolve) => setTimeout(resolve, millisecondsApart));
    }
  },
  leave: ({ document }) => documents.get(document).provider.destroy(),
  /** Close the document at the server and open it again, with the same Y.Doc. */
  again: ({ document }) => {
    const { provider } = documents.get(document);
    provider.detach();
    provider.attach();
  },
  lose: ({ socket }) => sockets.get(socket).provider.webSocket.terminate(),
  end: ({ socket }) => sockets.get(socket).provider.destroy(),
  /** What a bare upgrade is answered with: 101, or the status of the refusal. */
  upgrade: ({ url, headers }) =>
    new Promise((resolve, reject) => {
      const wire = new WebSocket(url, { headers });
      wire.on('open', () => resolve(101)).on('unexpected-response', (_, { statusCode }) => resolve(statusCode));
      wire.on('open', () => wire.terminate()).on('error', reject);
    }),
});
