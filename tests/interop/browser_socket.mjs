// A WebSocket with the manners of a browser's, over `ws`: an EventTarget whose events can be dispatched by hand, that
// always ends with a close event and calls none of its own methods. Node 20 has none that keeps to that.
import WebSocket from 'ws';

globalThis.CloseEvent ??= class CloseEvent extends Event {
  constructor(name, { code = 0, reason = '' } = {}) {
    super(name);
    Object.assign(this, { code, reason });
  }
};

export class BrowserSocket extends EventTarget {
  /** @param headers what a browser adds by itself: Cookie and Origin */
  constructor(url, headers) {
    super();
    this.wire = new WebSocket(url, { headers });
    this.wire.on('open', () => this.dispatchEvent(new Event('open')));
    this.wire.on('error', () => this.dispatchEvent(new Event('error')));
    this.wire.on('message', (data) => this.dispatchEvent(new MessageEvent('message', { data: new Uint8Array(data).buffer })));
    this.wire.on('close', (code, reason) => this.dispatchEvent(new CloseEvent('close', { code, reason: String(reason) })));
  }

  get readyState() {
    return this.wire.readyState;
  }

  send(data) {
    this.wire.send(data);
  }

  close(code, reason) {
    this.wire.close(code, reason);
  }
}
