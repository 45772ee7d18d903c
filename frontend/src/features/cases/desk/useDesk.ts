import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type RefCallback, useCallback, useState } from 'react';
import { useNavigate } from 'react-router';
import { apiGet, apiSend, isProblem, keys } from '../../../api';
import type { Commands } from '../../../domain/openapi';
import { useTranslation } from '../../../i18n/useTranslation';
import { deskCasePath } from '../../../paths';
import { useHeadingAfter } from '../../../ui/PageHeading';

export type CaseCommand = Omit<Commands['POST /api/cases/{case}/records']['body'], 'expected'>;
/** `onSaved`: once it is saved and read again, before that is said. */
export type Act = (command: CaseCommand, onSaved?: () => void) => Promise<boolean>;
export type Preview = (command: CaseCommand) => Promise<string>;

export interface Came {
  words: string;
  wrong: boolean;
}

export interface Desk {
  act: Act;
  preview: Preview;
  merge: (into: string) => Promise<void>;
  said: Came | null;
  /** For the element around what is done: whoever goes on there takes away what was said, which is not about that. */
  around: RefCallback<HTMLElement>;
}

/** One case as the unit reads it. */
export function useCase(id: string) {
  return useQuery({
    queryKey: keys.case(id),
    queryFn: ({ signal }) => apiGet('/api/cases/{case}', { case: id }, signal),
  });
}

/** Acts in a case as it was read; what it has become is read again, also when somebody else was first. */
export function useDesk(municipality: string, id: string, expected: number): Desk {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [said, setSaid] = useState<Came | null>(null);
  useHeadingAfter(said);
  const readAgain = async () => {
    await queries.invalidateQueries({ queryKey: keys.case(id) });
    void queries.invalidateQueries({ queryKey: keys.coordinators(municipality) });
  };
  const { act, preview, trying } = useActs(id, expected, readAgain, setSaid);
  const merge = async (into: string) => {
    if (await trying(() => apiSend('POST /api/cases/{case}/merge', { case: id }, { into })))
      await navigate(deskCasePath(municipality, into));
  };
  const around = useCallback((element: HTMLElement | null) => {
    const goOn = () => setSaid(null);
    element?.addEventListener('focusin', goOn);
    return () => element?.removeEventListener('focusin', goOn);
  }, []);
  return { act, preview, merge, said, around };
}

/** `say`: what has come of it, once what has become of the case is read again; null while it is tried. */
export function useActs(
  id: string,
  expected: number,
  readAgain: () => Promise<unknown>,
  say: (came: Came | null) => void,
) {
  const { t } = useTranslation('desk');
  const wordsOf = useRefusalWords();
  const trying = async (work: () => Promise<unknown>, onSaved?: () => void) => {
    say(null); // or the same words, said twice, would be announced once
    let came = { words: t('saved'), wrong: false };
    try {
      await work();
    } catch (error) {
      came = { words: wordsOf(error), wrong: true };
    }
    await readAgain();
    if (!came.wrong) onSaved?.();
    say(came);
    return !came.wrong;
  };
  const act: Act = (command, onSaved) =>
    trying(() => apiSend('POST /api/cases/{case}/records', { case: id }, { ...command, expected }), onSaved);
  const preview: Preview = async (command) => {
    try {
      return (await apiSend('POST /api/cases/{case}/preview', { case: id }, { ...command, expected })).text;
    } catch (error) {
      say({ words: wordsOf(error), wrong: true });
      return '';
    }
  };
  return { act, preview, trying };
}

/** Who does what next, to the unit and not to the owner: as the owner reads it where that says no "you". */
export function useStepWords(): (who: string, step: string) => string {
  const { t } = useTranslation(['desk', 'cases']);
  return (who, step) =>
    `${t(`who.${who}`, t(`cases:own.who.${who}`))} ${t(`steps.${step}`, t(`cases:own.steps.${step}`))}`;
}

/** Why something was not done, in words for whoever works there. */
export function useRefusalWords(): (error: unknown) => string {
  const { t } = useTranslation('desk');
  return (error) => {
    if (isProblem(error, 'outdated')) return t('outdated');
    if (isProblem(error, 'text-changed')) return t('textChanged');
    if (isProblem(error, 'not-now')) return t(`lacks.${error.detail ?? ''}`, t('lacks.status'));
    if (isProblem(error, 'invalid')) return t('invalid');
    if (isProblem(error, 'too-many-requests') || isProblem(error, 'limit-reached')) return t('tooMany');
    return t('failed');
  };
}
