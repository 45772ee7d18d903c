import { askWhile } from '../../state/leaving';
import { StateCell } from '../../state/stateCell';
import type { NewRefusedText } from './refusedTexts';

/**
 * Unsaved words of a page whose session has ended, by plan. They are in this tab's memory and nowhere else, and rendered
 * only when their writer is back: for anybody else the page is loaded anew, and its memory with it.
 */
const kept = new StateCell<ReadonlyMap<string, readonly NewRefusedText[]>>(new Map());
askWhile(kept, (all) => all.size > 0);

export function keepWords(plan: string, texts: readonly NewRefusedText[]): void {
  if (texts.length === 0) return;
  const before = kept.read().get(plan) ?? [];
  kept.replace(new Map(kept.read()).set(plan, [...before, ...texts]));
}

/** What was kept for `plan`, which is then no longer kept here. */
export function takeWords(plan: string): readonly NewRefusedText[] {
  const taken = kept.read().get(plan) ?? [];
  if (taken.length > 0) kept.replace(new Map([...kept.read()].filter(([other]) => other !== plan)));
  return taken;
}
