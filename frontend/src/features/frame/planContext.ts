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

export const planPath = (plan: string) => `/plan/${plan}`;
export const partPath = (plan: string, part: string) => `/plan/${plan}/del/${part}`;
export const partsPath = (plan: string) => `/plan/${plan}/deler`;
export const grantsPath = (plan: string) => `/plan/${plan}/tilgang`;
