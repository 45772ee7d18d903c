import { type Frame, readFrame } from '../protocol/frames';

/** Receives every frame of a socket, in order, before the provider does. */
export interface SocketWatcher {
  socketOpened(): void;
  frameSent(frame: Frame): void;
  frameReceived(frame: Frame): void;
  /** Called once per socket, also when we close it ourselves; acknowledgements after it prove nothing. */
  socketLost(code: number, reason: string): void;
}

type SocketClass = new (url: string | URL) => WebSocket;

const LOST_WITHOUT_CODE = 1006;

/** A WebSocket class for the provider's `WebSocketPolyfill` option: `Base` plus the watcher. */
export function watchedSocket(Base: SocketClass, watcher: SocketWatcher): SocketClass {
  return class WatchedSocket extends Base {
    private lost = false;

    constructor(url: string | URL) {
      super(url);
      watcher.socketOpened();
      this.addEventListener('message', (event) => this.received(event.data));
      this.addEventListener('close', (event) => this.lose(event.code, event.reason));
    }

    override send(data: string | Blob | BufferSource): void {
      const frame = readFrame(data);
      if (frame) watcher.frameSent(frame);
      super.send(data);
    }

    override close(code?: number, reason?: string): void {
      this.lose(code ?? LOST_WITHOUT_CODE, reason ?? '');
      super.close(code, reason);
    }

    private received(data: unknown): void {
      if (this.lost) return;
      const frame = readFrame(data);
      if (frame) watcher.frameReceived(frame);
    }

    private lose(code: number, reason: string): void {
      if (this.lost) return;
      this.lost = true;
      watcher.socketLost(code, reason);
    }
  };
}
