import { type UseQueryResult, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { apiGet, apiSend, keys } from '../../../api';
import type { SuggestionView } from '../../../domain/types';
import type { Anchor } from '../quotes/anchor';

/** The suggestions to one part, oldest first; told of as comments are (`PlanSync`). */
export function useSuggestions(partId: string): UseQueryResult<SuggestionView[]> {
  return useQuery({
    queryKey: keys.suggestions(partId),
    queryFn: ({ signal }) => apiGet('/api/parts/{part}/suggestions', { part: partId }, signal),
  });
}

/** `replacement` in the place of `quote`: at an anchor in the text, or as the value of a field. */
export type SuggestionWish = { quote: string; replacement: string } & (
  | { anchor: Anchor }
  | { field: string }
);

/** Send a suggestion; resolves with it as it is stored. */
export function useSuggest(partId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wish: SuggestionWish) =>
      apiSend('POST /api/parts/{part}/suggestions', { part: partId }, wish),
    onSuccess: (sent) => {
      client.setQueryData<SuggestionView[]>(keys.suggestions(partId), (known) =>
        known && !known.some(({ id }) => id === sent.id) ? [...known, sent] : known,
      );
      void client.invalidateQueries({ queryKey: keys.suggestions(partId) });
    },
  });
}

export type Decision = { step: 'accept' } | { step: 'decline'; word: string } | { step: 'withdraw' };

/** Accept, decline or withdraw a suggestion; what has become of it is read anew, also after a refusal. */
export function useDecide(partId: string, suggestion: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (decision: Decision) => {
      const named = { suggestion };
      if (decision.step === 'accept')
        return apiSend('POST /api/suggestions/{suggestion}/accept', named, undefined);
      if (decision.step === 'withdraw')
        return apiSend('POST /api/suggestions/{suggestion}/withdraw', named, undefined);
      return apiSend('POST /api/suggestions/{suggestion}/decline', named, { word: decision.word });
    },
    onSettled: () => client.invalidateQueries({ queryKey: keys.suggestions(partId) }),
  });
}
