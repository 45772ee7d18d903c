import { useEffect, useRef } from 'react';

export type NoticeType = 'comments-changed' | 'plan-changed';

type Listener = () => void;

const listeners = new Map<string, Set<Listener>>();

function keyOf(place: string, type: NoticeType): string {
  return `${type} ${place}`;
}

/** Tell everybody on this page who listens for `type` about the part or plan `place`. */
export function announce(place: string, type: NoticeType): void {
  for (const listener of listeners.get(keyOf(place, type)) ?? []) listener();
}

/** Call `callback` whenever the server announces `type` for this part; also after a reconnect, when one may have been missed. */
export function usePartNotice(partId: string, type: NoticeType, callback: () => void): void {
  const latest = useRef(callback);
  latest.current = callback;
  useEffect(() => {
    const key = keyOf(partId, type);
    const listener = () => latest.current();
    const those = listeners.get(key) ?? new Set<Listener>();
    listeners.set(key, those.add(listener));
    return () => {
      those.delete(listener);
      if (those.size === 0) listeners.delete(key);
    };
  }, [partId, type]);
}
