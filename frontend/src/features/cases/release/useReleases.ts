import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { apiGet, apiSend, isProblem, keys } from '../../../api';
import type { ReleaseRequest, ReleaseRequests } from '../../../domain/openapi';
import { useTranslation } from '../../../i18n/useTranslation';
import { useHeadingAfter } from '../../../ui/PageHeading';

/** `reason`: of a no. */
export type Answer = (request: ReleaseRequest, released: boolean, reason: string) => Promise<void>;

export interface AnswerCame {
  words: string;
  wrong: boolean;
}

/** All of them, whoever waited longest first. */
export function useReleases() {
  return useQuery({ queryKey: keys.releaseRequests, queryFn: ({ signal }) => all(signal) });
}

async function all(signal: AbortSignal): Promise<Pick<ReleaseRequests, 'leads' | 'requests'>> {
  const requests: ReleaseRequest[] = [];
  let page: ReleaseRequests | null = null;
  do {
    const asked: [string, string][] = page?.after ? [['after', page.after]] : [];
    page = await apiGet('/api/release-requests', {}, signal, asked);
    requests.push(...page.requests);
  } while (page.after !== null);
  return { leads: page.leads, requests: requests.sort((one, other) => one.since.localeCompare(other.since)) };
}

/** Answers what was read; what is left is read again, also when somebody else was first. */
export function useAnswering(): { answer: Answer; came: AnswerCame | null } {
  const { t } = useTranslation('leader');
  const queries = useQueryClient();
  const [came, setCame] = useState<AnswerCame | null>(null);
  useHeadingAfter(came);
  const wordsOf = (error: unknown) => {
    if (isProblem(error, 'not-found')) return t('gone');
    return t(isProblem(error, 'outdated') ? 'outdated' : 'failed');
  };
  const answer: Answer = async ({ case: id, proposal, name }, released, reason) => {
    setCame(null); // or the same words, said twice, would be announced once
    let now = { words: t(released ? 'saidYes' : 'saidNo', { name }), wrong: false };
    try {
      await apiSend('POST /api/release-requests/{case}', { case: id }, { proposal, released, reason });
    } catch (error) {
      now = { words: wordsOf(error), wrong: true };
    }
    await queries.invalidateQueries({ queryKey: keys.releaseRequests });
    setCame(now);
  };
  return { answer, came };
}
