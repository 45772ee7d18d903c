import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { apiGet, apiSend, isProblem, keys } from '../../api';
import type { Commands, ComplaintAnswer } from '../../domain/openapi';
import { useTranslation } from '../../i18n/useTranslation';
import { useHeadingAfter } from '../../ui/PageHeading';

type Said = NonNullable<Commands['POST /api/complaints/{complaint}/records']['body']['said']>;
/** Does one thing in the complaint, after everything that was asked before it; whether it was done. */
export type Act = (action: string, said?: Said, shown?: string) => Promise<boolean>;

export interface Acting {
  act: Act;
  said: { words: string; wrong: boolean } | null;
}

export function useComplaintAnswer(id: string) {
  return useQuery({
    queryKey: keys.complaint(id),
    queryFn: ({ signal }) => apiGet('/api/complaints/{complaint}', { complaint: id }, signal),
  });
}

/** Acts one after the other, each naming the record before it; what it has become is read again. */
export function useComplaint(complaint: ComplaintAnswer): Acting {
  const wordsOf = useProblemWords();
  const { t } = useTranslation('complaints');
  const queries = useQueryClient();
  const [said, setSaid] = useState<Acting['said']>(null);
  useHeadingAfter(said);
  const number = useRef(complaint.number);
  const last = useRef({ words: '', done: Promise.resolve(true) });
  number.current = Math.max(number.current, complaint.number);
  const { id } = complaint;

  const once: Act = async (action, what = {}, shown = '') => {
    setSaid((before) => (before?.wrong ? null : before)); // or the same words, said twice, would be announced once
    let came = { words: t('saved'), wrong: false };
    try {
      const body = { expected: number.current, action, said: what, shown };
      const done = await apiSend('POST /api/complaints/{complaint}/records', { complaint: id }, body);
      number.current = done.number;
    } catch (error) {
      came = { words: wordsOf(error), wrong: true };
    }
    await queries.invalidateQueries({ queryKey: keys.complaint(id) });
    setSaid(came);
    return !came.wrong;
  };
  const act: Act = (...asked) => {
    const words = JSON.stringify(asked);
    if (last.current.words === words) return last.current.done; // pressed twice before the first was shown
    const done = last.current.done.then(() => once(...asked));
    const next = { words, done };
    last.current = next;
    return done.finally(() => {
      if (last.current === next) last.current = { words: '', done };
    });
  };
  return { act, said };
}

export function useProblemWords() {
  const { t } = useTranslation('complaints');
  return (error: unknown) => {
    if (isProblem(error, 'outdated')) return t('outdated');
    if (isProblem(error, 'text-changed')) return t('draft.changed');
    if (!isProblem(error, 'not-now')) return t('failed');
    const what = t(`guards.${error.detail ?? ''}`, t('guards.else'));
    return t('lacks', { what });
  };
}
