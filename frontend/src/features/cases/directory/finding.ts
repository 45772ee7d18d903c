import { holds } from '../../../domain/alphabet';
import type { ListedCoordinator } from '../../../domain/openapi';

/** Those in whose name, workplace, area, languages or experience each of the words stands. */
export function thoseWith(listed: readonly ListedCoordinator[], words: string): ListedCoordinator[] {
  return listed.filter((each) =>
    holds([each.name, each.workplace, each.area, each.languages, each.experience].join(' '), words),
  );
}

/** Whether they may be asked at all: their last day has not passed. */
export const isThere = (each: ListedCoordinator, today: string): boolean =>
  !each.leaves_on || each.leaves_on >= today;
