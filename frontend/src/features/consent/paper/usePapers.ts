import { type UseQueryResult, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { apiGet, apiSend, keys } from '../../../api';
import type { PaperAnswer } from '../../../domain/openapi';
import type { Change } from '../signing/changes';
import { choiceOf } from '../signing/signing';
import { scanHash } from './scanHash';

const PAPERS = '/api/plans/{plan}/papers';

export function usePapers(plan: string, enabled = true): UseQueryResult<PaperAnswer[]> {
  return useQuery({
    enabled,
    queryKey: keys.papers(plan),
    queryFn: ({ signal }) => apiGet(PAPERS, { plan }, signal),
  });
}

/** The sheet with the sentences of these changes; its code is said this once. */
export function useMakeSheet(plan: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (changes: readonly Change[]) =>
      apiSend(`POST ${PAPERS}`, { plan }, { decisions: changes.map(choiceOf) }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.papers(plan) }),
  });
}

export function useRegister(plan: string, paper: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ file, day }: { file: File; day: string }) =>
      apiSend(`POST ${PAPERS}/{paper}`, { plan, paper }, { signed_on: day, scan: await scanHash(file) }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.papers(plan) }),
  });
}

export function useWithdraw(plan: string, paper: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => apiSend(`POST ${PAPERS}/{paper}/withdraw`, { plan, paper }, {}),
    onSettled: () => client.invalidateQueries({ queryKey: keys.papers(plan) }),
  });
}
