import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { apiGet, apiSend, isProblem, keys } from '../../../api';
import type { ReleaseRequest, ReleaseRequests } from '../../../domain/openapi';
import { useTranslation } from '../../../i18n/useTranslation';
import { useHeadingAfter } from '../../../ui/PageHeading';

/** `reason`: of a no. Whether it was saved. */
export type Answer = (request: ReleaseRequest, released: boolean, reason: string) => Promise<boolean>;

/** Yes to all of them, each by itself: one that somebody else has answered stops no other. */
export type AnswerAll = (requests: readonly ReleaseRequest[]) => Promise<void>;

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
export function useAnswering(): { answer: Answer; answerAll: AnswerAll; came: AnswerCame | null } {
  const { t } = useTranslation('leader');
  const queries = useQueryClient();
  const [came, setCame] = useState<AnswerCame | null>(null);
  useHeadingAfter(came);
  const wordsOf = (error: unknown) => {
    if (isProblem(error, 'not-found')) return t('gone');
    return t(isProblem(error, 'outdated') ? 'outdated' : 'failed');
  };
  const saying = async (send: () => Promise<string>) => {
    setCame(null); // or the same words, said twice, would be announced once
    let now: AnswerCame;
    try {
      now = { words: await send(), wrong: false };
    } catch (error) {
      now = { words: wordsOf(error), wrong: true };
    }
    await queries.invalidateQueries({ queryKey: keys.releaseRequests });
    setCame(now);
    return !now.wrong;
  };
  const answer: Answer = (request, released, reason) =>
    saying(async () => {
      await sent(request, released, reason);
      return t(released ? 'saidYes' : 'saidNo', { name: request.name });
    });
  const answerAll: AnswerAll = async (requests) => {
    await saying(async () => {
      const refused: unknown[] = [];
      for (const request of requests) refused.push(...(await sentIfAsked(request)));
      if (refused.length === requests.length) throw refused[0];
      return t('saidYesToAll', { name: requests[0]?.name, count: requests.length - refused.length });
    });
  };
  return { answer, answerAll, came };
}

const sent = ({ case: id, proposal }: ReleaseRequest, released: boolean, reason: string) =>
  apiSend('POST /api/release-requests/{case}', { case: id }, { proposal, released, reason });

/** Yes; the refusal where it is asked no more, or for something else than what was read. */
async function sentIfAsked(request: ReleaseRequest): Promise<unknown[]> {
  try {
    await sent(request, true, '');
    return [];
  } catch (error) {
    if (isProblem(error, 'not-found') || isProblem(error, 'outdated')) return [error];
    throw error;
  }
}
