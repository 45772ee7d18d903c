import { useSyncExternalStore } from 'react';
import type { StateCell } from './stateCell';

/** The value of a cell now; the component is rendered again when the cell changes. */
export function useCell<T extends object>(cell: StateCell<T>): T {
  return useSyncExternalStore(cell.subscribe, cell.read);
}
