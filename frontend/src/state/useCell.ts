import { useSyncExternalStore } from 'react';
import type { StateCell } from './stateCell';

/** The current value of a cell; the component re-renders when it changes. */
export function useCell<T extends object>(cell: StateCell<T>): T {
  return useSyncExternalStore(cell.subscribe, cell.read);
}
