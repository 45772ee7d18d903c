import { groupParts } from '../../domain/grouping';
import type { PartView, PlanView } from '../../domain/types';

/** What a person wants on the paper besides the plan. */
export interface PaperChoices {
  comments: boolean;
  ownNotes: boolean;
}

/** The parts that go on the paper: all that this person may see, in reading order. */
export function partsOnPaper({ parts }: PlanView, { ownNotes }: PaperChoices): PartView[] {
  return groupParts(parts)
    .flatMap((group) => group.parts)
    .filter(({ kind }) => ownNotes || kind !== 'own-notes');
}
