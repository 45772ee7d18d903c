import { useOutletContext } from 'react-router';
import type { Me, PlanView, Writer } from '../../domain/types';

/** The outlet context of every page inside a plan. */
export interface PlanContext {
  plan: PlanView;
  me: Me;
  writer: Writer;
}

export function usePlanContext(): PlanContext {
  return useOutletContext<PlanContext>();
}
