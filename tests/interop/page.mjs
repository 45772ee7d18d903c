// The page's own connection (frontend/src/sync) over the unchanged provider, in Node. Driven by page.py.
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';
import { BrowserSocket } from './browser_socket.mjs';
import { serve, Watched } from './commands.mjs';
import { addBlock, textOf, type } from './writing.mjs';

const root = fileURLToPath(new URL('../../frontend', import.meta.url));

const { module } = await runnerImport(`${root}/src/sync/connection/planConnection.ts`, { root, configFile: false, logLevel: 'error' });

class Page extends Watched {
  sockets = 0;
  received = 0;
  closes = [];
  restores = 0;
  withdrawn = [];
  notices = [];
  parts = new Map();

  constructor(given) {
    super();
    this.connect(given);
  }

  /** After a restore as PlanSync does it: another connection, and what it holds is all that goes on. */
  connect({ url, headers }) {
    const page = this;
    this.connection?.destroy();
    class CountedSocket extends BrowserSocket {
      constructor(address) {
        super(address, headers);
        page.sockets += 1;
        this.addEventListener('message', () => setImmediate(() => page.heard()));
        this.addEventListener('close', ({ code, reason }) => {
          page.closes.push([code, reason]);
          page.changed();
        });
      }
    }
    this.connection = new module.PlanConnection(
      { id: 'me', name: 'Me' },
      {
        documentWithdrawn: (name) => this.withdrawn.push(name),
        notice: (name, kind) => this.notices.push(`${name} ${kind}`),
        restored: () => {
          this.restores += 1;
        },
        sessionEnded: () => undefined,
      },
      { url, WebSocketClass: CountedSocket, random: () => 0.02 },
      this.connection?.refusedTexts,
    );
    this.connection.cell.subscribe(() => this.changed());
    this.connection.saves.subscribe(() => this.changed());
    this.connection.refusedTexts.subscribe(() => this.changed());
  }

  heard() {
    this.received += 1;
    this.changed();
    for (const part of this.parts.values()) part.changed();
  }

  hold(name) {
    this.parts.set(name, new Part(this, this.connection.hold(name, 'enter')));
  }

  state() {
    const { sockets, closes, restores, received, withdrawn, notices, connection } = this;
    const { phase, token } = connection.cell.read();
    const { overall } = connection.saves.read();
    const refusedTexts = connection.refusedTexts.read().all.map(({ document, token, words }) => ({ document, token, words }));
    return { phase, token, overall, unsaved: connection.hasUnsavedEdits, refusedTexts, sockets, closes, restores, received, withdrawn, notices };
  }
}

class Part extends Watched {
  /** Every value the save line of this part has had, in order. */
  saves = [];

  constructor(page, link) {
    super();
    this.page = page;
    this.link = link;
    link.cell.subscribe(() => this.#looked());
    this.#looked();
  }

  #looked() {
    const { save } = this.link.state;
    if (this.saves.at(-1) !== save) this.saves.push(save);
    this.changed();
  }

  state() {
    const { phase, token, save, editable, doc } = this.link.state;
    const { received } = this.page;
    const text = doc && textOf(doc);
    return { phase, token, save, editable, text, saves: this.saves, unsaved: this.link.hasUnsavedEdits, received };
  }
}

const pages = new Map();
const part = ({ page, document }) => pages.get(page).parts.get(document);
const all = (what) => (what.document === undefined ? pages.get(what.page) : part(what));

serve({
  connect: ({ page, ...given }) => {
    if (pages.has(page)) pages.get(page).connect(given);
    else pages.set(page, new Page(given));
  },
  hold: ({ page, document }) => pages.get(page).hold(document),
  release: ({ page, document }) => pages.get(page).connection.release(document, 'enter'),
  state: (what) => all(what).state(),
  until: ({ wanted, seconds, ...what }) => all(what).until(wanted, seconds),
  forget: (what) => {
    part(what).saves = [];
  },
  type: ({ words, ...what }) => {
    for (const word of words) type(part(what).link.state.doc, word);
  },
  addBlock: ({ words, kind, ...what }) => addBlock(part(what).link.state.doc, words, kind),
  /** As the window does when the browser says that the network is gone, or back, or somebody presses the button. */
  networkLost: ({ page }) => pages.get(page).connection.networkLost(),
  connectNow: ({ page }) => pages.get(page).connection.connectNow(),
  end: ({ page }) => pages.get(page).connection.destroy(),
});
