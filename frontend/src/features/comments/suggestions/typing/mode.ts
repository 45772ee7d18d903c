import { useCallback, useSyncExternalStore } from 'react';
import { StateCell } from '../../../../state/stateCell';

/** The parts in which this reader suggests instead of writing; in memory only, so each visit begins without. */
const mode = new StateCell<{ parts: ReadonlySet<string> }>({ parts: new Set() });

/** Whether what is written in a part becomes suggestions, and the switch for it. */
export function useSuggestingMode(part: string): [boolean, (on: boolean) => void] {
  const on = useSyncExternalStore(mode.subscribe, () => mode.read().parts.has(part));
  const onSwitch = useCallback(
    (next: boolean) => {
      const parts = new Set(mode.read().parts);
      if (next) parts.add(part);
      else parts.delete(part);
      mode.replace({ parts });
    },
    [part],
  );
  return [on, onSwitch];
}
