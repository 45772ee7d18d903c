import { useSyncExternalStore } from 'react';

/** From this width a table of people and parts can be read; the same as in consent.css. */
const WIDE = '(min-width: 48rem)';

export function useWide(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const query = matchMedia(WIDE);
      query.addEventListener('change', changed);
      return () => query.removeEventListener('change', changed);
    },
    () => matchMedia(WIDE).matches,
  );
}
