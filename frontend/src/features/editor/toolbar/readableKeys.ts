const APPLE = /Mac|iP(?:hone|ad|od)/.test(navigator.platform);

/** Keys as they are named on this device's keyboard. */
export function readableKeys(keys: string): string {
  return keys.replace('Mod', APPLE ? '⌘' : 'Ctrl');
}
