/**
 * `WebSocket`, whose first socket is the one that start.js has begun to open, if it has this very address: that of the
 * same schema, epoch and person, and of a server that has not closed it since.
 */
export function earlyOrNew(): typeof WebSocket {
  return new Proxy(WebSocket, {
    construct(Base, [url], Wanted: { prototype: WebSocket }): WebSocket {
      const early = takeEarly(String(url));
      if (!early) return Reflect.construct(Base, [url], Wanted as typeof WebSocket);
      Object.setPrototypeOf(early, Wanted.prototype);
      // Whoever takes it waits for this event, and has not heard it.
      if (early.readyState === WebSocket.OPEN) queueMicrotask(() => early.dispatchEvent(new Event('open')));
      return early;
    },
  });
}

function takeEarly(url: string): WebSocket | undefined {
  const early = globalThis.samplanSocket;
  globalThis.samplanSocket = undefined;
  if (!early) return undefined;
  if (early.url === url && early.readyState <= WebSocket.OPEN) return early;
  early.close();
  return undefined;
}
