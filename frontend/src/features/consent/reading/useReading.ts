import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { apiSend, keys } from '../../../api';
import type { DecisionChoice } from '../../../domain/types';
import { useTranslation } from '../../../i18n/useTranslation';
import { type Change, lacksDate } from '../signing/changes';
import { choiceOf } from '../signing/signing';

/** Sentences are requested only after a pause, not for each digit of a date being typed. */
const SETTLES_MS = 150;

/** The sentences to be read before signing, composed by the server: what is shown is what is stored. */
export interface Reading {
  /** The sentence that signing this change stores; undefined until the server has composed it. */
  sentence: (change: Change) => string | undefined;
  /** The language of the sentences. */
  language: string | undefined;
  /** All sentences in the order of the changes; null while one is missing or being reloaded. */
  texts: readonly string[] | null;
  /** The error, if the sentences could not be loaded. */
  error: unknown;
  retry: () => void;
  /** Begin to read anew: from here on the sentences are as they are composed now. */
  again: () => void;
}

/**
 * The sentences of `changes` as they were composed first while `wanted`. A sentence that would be composed differently
 * now stays as it was read: the server refuses it, and then it is read again. A change without its date has none yet.
 * `assisted`: the session in which the owner says them.
 */
export function useReading(
  plan: string,
  changes: readonly Change[],
  wanted: boolean,
  assisted: string | null = null,
): Reading {
  const { i18n } = useTranslation();
  const { language } = i18n;
  const choices = changes.filter((change) => !lacksDate(change)).map(choiceOf);
  const query = useQuery({
    queryKey: [...keys.preview(plan, language, choices), assisted],
    queryFn: async ({ signal }) => {
      await settled(signal);
      return composed(plan, language, choices, assisted);
    },
    enabled: wanted && choices.length > 0,
    // The others stay on the screen while one is composed anew.
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });
  const texts = query.data?.texts;
  const current = query.isSuccess && !query.isPlaceholderData && !query.isFetching;
  const { first, again } = useFirst(wanted && current ? texts : undefined);
  const sentence = (change: Change) => {
    const name = nameOf(language, choiceOf(change));
    return lacksDate(change) ? undefined : (first[name] ?? texts?.[name]);
  };
  const all = changes.map(sentence).filter((text) => text !== undefined);
  // What has been read stays signable while it is only asked for once more; the server refuses what has changed.
  const read = choices.every((choice) => nameOf(language, choice) in first);
  return {
    sentence,
    language: query.data?.language,
    texts: (current || read) && all.length > 0 && all.length === changes.length ? all : null,
    error: query.isFetching ? null : query.error,
    retry: () => void query.refetch(),
    again,
  };
}

type Texts = Readonly<Record<string, string>>;
const NONE: Texts = {};

/** Each of `texts` as it was first. Undefined: what is there now is not to be kept. */
function useFirst(texts: Texts | undefined): { first: Texts; again: () => void } {
  const [reading, setReading] = useState({ round: 0, first: NONE });
  const { round } = reading;
  useEffect(() => {
    if (texts === undefined) return;
    const since = (before: Texts) =>
      Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, before[name] ?? text]));
    setReading((now) => (now.round === round ? { round, first: since(now.first) } : now));
  }, [texts, round]);
  const again = useCallback(() => setReading((now) => ({ round: now.round + 1, first: NONE })), []);
  return { first: reading.first, again };
}

function nameOf(language: string, choice: DecisionChoice): string {
  return JSON.stringify([language, choice]);
}

async function composed(
  plan: string,
  language: string,
  decisions: DecisionChoice[],
  assisted: string | null,
) {
  const preview = 'POST /api/plans/{plan}/grants/preview';
  const answer = await apiSend(preview, { plan }, { decisions }, undefined, assisted);
  const named = decisions.map((choice, place) => [nameOf(language, choice), answer.texts[place] ?? '']);
  return { language: answer.language, texts: Object.fromEntries(named) as Record<string, string> };
}

/** Settled unless `signal` comes first. */
function settled(signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, SETTLES_MS);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    });
  });
}
