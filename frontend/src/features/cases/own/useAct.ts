import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { AS_READ, apiSend, isProblem, keys, readAgain } from '../../../api';
import type { Commands, OwnCase } from '../../../domain/openapi';
import { useHeadingAfter } from '../../../ui/PageHeading';
import { type Say, useOwnWords } from './ownWords';

type Said = NonNullable<Commands['POST /api/cases/{case}/records']['body']['said']>;
/** `shown`: the text that was read first, where there is one. Whether it was saved. */
export type Act = (action: string, said: Said, shown?: string) => Promise<boolean>;
interface Came {
  words: string;
  wrong: boolean;
}

/** Why it was refused, where there are words for it. */
function lackOf(say: Say, detail: string): string {
  const words = say(`lacks.${detail}`);
  return words === `own.lacks.${detail}` ? say('failed') : words;
}

/** Acts in a case as it was read; what it has become is read again, also when somebody else was first. */
export function useAct(own: Pick<OwnCase, 'id' | 'number'>): { act: Act; said: Came | null } {
  const say = useOwnWords();
  const queries = useQueryClient();
  const [said, setSaid] = useState<Came | null>(null);
  useHeadingAfter(said);
  const wordsOf = (error: unknown) => {
    if (isProblem(error, 'not-now')) return lackOf(say, error.detail ?? '');
    const changed = isProblem(error, 'outdated') || isProblem(error, 'text-changed');
    return say(changed ? 'outdated' : 'failed');
  };
  const act: Act = async (action, what, shown = '') => {
    setSaid(null); // or the same words, said twice, would be announced once
    let came = { words: say('saved'), wrong: false };
    try {
      const body = { expected: own.number, action, said: what, shown };
      await apiSend('POST /api/cases/{case}/records', { case: own.id }, body);
    } catch (error) {
      came = { words: wordsOf(error), wrong: true };
    }
    await queries.invalidateQueries({ queryKey: keys.ownCases });
    await queries.invalidateQueries({ queryKey: keys.plans });
    if (came.wrong) await readAgain(queries, keys.ownCases);
    setSaid(came);
    return !came.wrong;
  };
  return { act, said };
}

/** What is read before it is done, in the reader's language: as it was when they began, and of the case as it was. */
export function useShown(own: Pick<OwnCase, 'id' | 'number'>, action: string, said: Said = {}) {
  const body = { expected: own.number, action, said };
  return useQuery({
    queryKey: [...keys.ownCases, own.id, action, body],
    queryFn: async ({ signal }) =>
      (await apiSend('POST /api/cases/{case}/preview', { case: own.id }, body, signal)).text,
    ...AS_READ,
  });
}
