import { liveKind } from '../protocol/frames';

type SocketClass = new (url: string | URL) => WebSocket;

/** How long what others write, and where they are, waits for what belongs to it, ms: half a frame. */
const GATHER_MS = 8;

/**
 * `Base`, with what others write and their carets handed on together, carets first.
 *
 * A caret follows its letter by some milliseconds: one by one, each would cost whoever reads a rendering, a layout and a
 * frame. A caret that is known before its letter is drawn with it. Any other frame is handed on at once, with all before it.
 */
export function gatheredSocket(Base: SocketClass): SocketClass {
  return class GatheredSocket extends Base {
    private edits: unknown[] = [];
    private carets: unknown[] = [];
    private timer: ReturnType<typeof setTimeout> | undefined;
    private handingOn = false;

    constructor(url: string | URL) {
      super(url);
      // Before everybody else's listeners.
      this.addEventListener('message', (event) => this.take(event));
      this.addEventListener('close', () => this.handOn());
    }

    private take(event: MessageEvent): void {
      if (this.handingOn) return;
      const kind = liveKind(event.data);
      if (kind === null) {
        this.handOn();
        return;
      }
      event.stopImmediatePropagation();
      (kind === 'caret' ? this.carets : this.edits).push(event.data);
      // In a hidden page timers may be a minute late, and nothing is drawn.
      if (document.hidden) this.handOn();
      else this.timer ??= setTimeout(() => this.handOn(), GATHER_MS);
    }

    private handOn(): void {
      clearTimeout(this.timer);
      this.timer = undefined;
      const gathered = [...this.carets, ...this.edits];
      this.edits = [];
      this.carets = [];
      this.handingOn = true;
      for (const data of gathered) this.dispatchEvent(new MessageEvent('message', { data }));
      this.handingOn = false;
    }
  };
}
