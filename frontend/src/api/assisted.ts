import { type UseQueryResult, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { AssistedAnswer, RunningSession } from '../domain/openapi';
import { coordinates, participantOf } from '../domain/people';
import type { PlanView } from '../domain/types';
import { afterFirstWords } from '../state/firstWords';
import { apiGet, apiSend } from './http';
import { keys } from './keys';

export type { RunningSession };

const PATH = '/api/plans/{plan}/assisted';
const FIRST_WORDS_MS = 2_000;

/** What was written for the owner, and what runs in this login; asked by those whom it concerns, once there is time. */
export function useAssisted(plan: PlanView): UseQueryResult<AssistedAnswer> {
  const [later, setLater] = useState(false);
  useEffect(() => afterFirstWords(() => setLater(true), FIRST_WORDS_MS), []);
  const role = participantOf(plan, plan.me)?.role ?? 'other';
  const concerned = coordinates(plan) || role === 'owner' || role === 'representative';
  return useQuery({
    queryKey: keys.assisted(plan.id),
    queryFn: ({ signal }) => apiGet(PATH, { plan: plan.id }, signal),
    enabled: later && concerned,
    // It ends by itself.
    refetchInterval: ({ state }) => (state.data?.running ? (state.data.running.ends_in + 1) * 1_000 : false),
  });
}

export function useBeginAssisted(plan: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (text: string) => apiSend(`POST ${PATH}`, { plan }, { text }),
    onSettled: () => client.invalidateQueries({ queryKey: keys.assisted(plan) }),
  });
}

export function useEndAssisted(plan: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (session: string) => apiSend(`POST ${PATH}/{session}/end`, { plan, session }, {}),
    onSettled: () => client.invalidateQueries({ queryKey: keys.assisted(plan) }),
  });
}

export function useReadAssisted(plan: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => apiSend(`POST ${PATH}/read`, { plan }, {}),
    onSettled: () => client.invalidateQueries({ queryKey: keys.assisted(plan) }),
  });
}
