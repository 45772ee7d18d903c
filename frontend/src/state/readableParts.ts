import { StateCell } from './stateCell';

/**
 * The parts of the plan on the screen that its reader may read now. Whoever keeps others' words outside of what is shown
 * lets go of those of any other part.
 */
export const readableParts = new StateCell<{ reader: string; parts: ReadonlySet<string> }>({
  reader: '',
  parts: new Set(),
});
