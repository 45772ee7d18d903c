import { useSyncExternalStore } from 'react';

/** What somebody has chosen for this browser. It says nothing about any plan, so it may be kept here. */
export type Preference = 'digest' | 'carets';

const listeners = new Set<() => void>();

export function isOn(preference: Preference): boolean {
  return localStorage.getItem(`samplan.${preference}`) !== 'off';
}

/** A switch that is on until it is turned off, and the way to turn it. */
export function usePreference(preference: Preference): [boolean, () => void] {
  const on = useSyncExternalStore(listen, () => isOn(preference));
  const toggle = () => {
    localStorage.setItem(`samplan.${preference}`, on ? 'off' : 'on');
    for (const listener of listeners) listener();
  };
  return [on, toggle];
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}
