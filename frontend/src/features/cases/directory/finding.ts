import type { ListedCoordinator } from '../../../domain/openapi';

/** Those in whose name, workplace, area, languages or experience each of the words stands. */
export function thoseWith(listed: readonly ListedCoordinator[], words: string): ListedCoordinator[] {
  const wanted = folded(words).split(' ').filter(Boolean);
  return listed.filter((each) => {
    const said = folded([each.name, each.workplace, each.area, each.languages, each.experience].join(' '));
    return wanted.every((word) => said.includes(word));
  });
}

const folded = (text: string) => text.toLocaleLowerCase('nb').split(/\s+/u).join(' ').trim();

/** Whether they may be asked at all: their last day has not passed. */
export const isThere = (each: ListedCoordinator, today: string): boolean =>
  !each.leaves_on || each.leaves_on >= today;
