import type { ReactNode } from 'react';
import { useParams } from 'react-router';
import { SimplePage } from '../SimplePage';
import { UnitBar } from './UnitBar';

/** The frame of every page of a unit. */
export function UnitPage({ children }: { children: ReactNode }) {
  const { municipality = '' } = useParams();
  return <SimplePage pages={<UnitBar municipality={municipality} />}>{children}</SimplePage>;
}
