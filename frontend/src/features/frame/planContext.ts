import { useOutletContext } from 'react-router';
import type { Me, PlanView, Writer } from '../../domain/types';

/** What every page inside a plan builds on. */
export interface PlanContext {
  plan: PlanView;
  me: Me;
  writer: Writer;
}

export function usePlanContext(): PlanContext {
  return useOutletContext<PlanContext>();
}
