import { inNorwegianOrder } from '../../../domain/alphabet';
import { inMonths, todayInNorway } from '../../../domain/dates';
import type { CoordinatedCase, PlanSummary } from '../../../domain/openapi';

/** In which order of urgency: it waits, it comes within a month, or nothing does. */
export type Urgency = 'waits' | 'soon' | 'all';

export interface Work {
  coordinated: CoordinatedCase;
  urgency: Urgency;
  unanswered: number;
  late: number;
}

const NO_DAY = '9999';

/** What is due first, first; where nothing is, by name. `plans`: what waits in each, as far as they may read it. */
export function inOrder(
  cases: readonly CoordinatedCase[],
  plans: readonly PlanSummary[],
  today = todayInNorway(),
): Work[] {
  const byPlan = new Map(plans.map((plan) => [plan.id, plan]));
  return cases
    .map((coordinated) => workOf(coordinated, byPlan.get(coordinated.plan.plan), today))
    .sort(
      (one, other) =>
        dueOf(one).localeCompare(dueOf(other)) ||
        inNorwegianOrder(one.coordinated.name, other.coordinated.name),
    );
}

function workOf(coordinated: CoordinatedCase, plan: PlanSummary | undefined, today: string): Work {
  const { unanswered, late } = { unanswered: 0, late: 0, ...plan };
  const due = coordinated.waiting[0]?.due;
  const waits = coordinated.plan.status === 'revision-due' || (due && due <= today) || unanswered + late > 0;
  const soon = due && due <= inMonths(today, 1);
  return { coordinated, unanswered, late, urgency: waits ? 'waits' : soon ? 'soon' : 'all' };
}

const dueOf = ({ coordinated }: Work) => coordinated.waiting[0]?.due ?? NO_DAY;
