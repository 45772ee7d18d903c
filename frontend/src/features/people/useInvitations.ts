import { type UseQueryResult, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { apiGet, apiSend, keys, useLoginWays } from '../../api';
import type { Commands, InvitationsAnswer } from '../../domain/openapi';
import { useTranslation } from '../../i18n/useTranslation';

const LIST = '/api/plans/{plan}/invitations';
/** Somebody may redeem a link while this page is open, and no plan tells it. */
const ASK_AGAIN_MS = 20_000;

export type InvitationStep = Commands['POST /api/plans/{plan}/invitations/{invitation}']['body']['step'];
export type NewInvitation = Commands['POST /api/plans/{plan}/invitations']['body'];

export function useInvitations(plan: string): UseQueryResult<InvitationsAnswer> {
  return useQuery({
    queryKey: keys.invitations(plan),
    queryFn: ({ signal }) => apiGet(LIST, { plan }, signal),
    refetchInterval: ({ state }) =>
      state.data?.invitations.some(({ status }) => status === 'open') ? ASK_AGAIN_MS : false,
  });
}

export function useInvite(plan: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: NewInvitation) => apiSend(`POST ${LIST}`, { plan }, body),
    gcTime: 0, // what was sent holds the identity number
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.invitations(plan) }),
  });
}

/** Whatever came of it, the list is read again: somebody else may have been first. */
export function useStep(plan: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ invitation, step }: { invitation: string; step: InvitationStep }) =>
      apiSend(`POST ${LIST}/{invitation}`, { plan, invitation }, { step }),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.plan(plan) }),
  });
}

/** What people call the way somebody logged in. */
export function useProviderTitle(): (provider: string) => string {
  const { t } = useTranslation('people');
  const ways = useLoginWays();
  return (provider) =>
    ways.data?.providers.find(({ name }) => name === provider)?.title ??
    (provider === 'demo' ? t('check.demo') : provider);
}
