import { Button } from '@digdir/designsystemet-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useId, useRef } from 'react';
import { AS_READ, apiSend, isProblem, keys } from '../../../api';
import { firstNameOf } from '../../../domain/people';
import type { DecisionChoice, ParticipantView, PartView, PlanView } from '../../../domain/types';
import { useTranslation } from '../../../i18n/useTranslation';

interface AskToShareProps {
  plan: PlanView;
  part: PartView;
  /** Who has just been made responsible. */
  person: ParticipantView;
  onDone: () => void;
}

/** Asks whoever may sign whether the responsible may see and write, where they are chosen; else says who decides. */
export function AskToShare({ plan, part, person, onDone }: AskToShareProps) {
  const { t } = useTranslation('plan');
  const heading = useId();
  const name = firstNameOf(person.name);
  if (!plan.may_sign) {
    const owner = firstNameOf(plan.owner_name);
    return <p className="facts__wide quiet">{t('share.waits', { name, owner })}</p>;
  }
  return (
    <section aria-labelledby={heading} className="facts__wide share">
      <h3 className="section-heading" id={heading}>
        {t('share.ask', { name })}
      </h3>
      <ReadAndSign onDone={onDone} part={part} person={person} plan={plan} />
    </section>
  );
}

/** The sentence, and the signature under exactly this sentence. */
function ReadAndSign({ plan, part, person, onDone }: AskToShareProps) {
  const { t } = useTranslation('plan');
  const choice: DecisionChoice = { participant: person.id, part: part.id, level: 'edit' };
  const reading = useSentence(plan.id, choice);
  const sign = useSign(plan.id, choice, () => void reading.refetch());
  const name = firstNameOf(person.name);
  if (sign.isSuccess) return <Signed name={name} />;
  // Read stays signable while it is asked for once more; the server refuses what has changed.
  const text = reading.data?.texts[0];
  const label = sign.isPending ? 'share.signing' : reading.isPending ? 'share.wait' : 'share.sign';
  return (
    <>
      <blockquote aria-busy={reading.isPending} className="share__sentence" lang={reading.data?.language}>
        {text ?? (reading.isError ? t('share.unread') : t('share.composing'))}
      </blockquote>
      <div className="statement__actions">
        <Button
          aria-disabled={sign.isPending || text === undefined}
          data-size="sm"
          onClick={() => text !== undefined && !sign.isPending && sign.mutate(text)}
        >
          {t(label)}
        </Button>
        {reading.isError && (
          <Button data-size="sm" onClick={() => void reading.refetch()} variant="secondary">
            {t('share.retry')}
          </Button>
        )}
        <Button data-size="sm" onClick={onDone} variant="tertiary">
          {t('share.notNow')}
        </Button>
      </div>
      {sign.isError && (
        <p role="alert">{t(isProblem(sign.error, 'text-changed') ? 'share.reworded' : 'share.failed')}</p>
      )}
    </>
  );
}

/** The button that was pressed is gone: the focus goes on here. */
function Signed({ name }: { name: string }) {
  const { t } = useTranslation('plan');
  const words = useRef<HTMLParagraphElement>(null);
  useEffect(() => words.current?.focus({ preventScroll: true }), []);
  return (
    <p ref={words} role="status" tabIndex={-1}>
      {t('share.signed', { name })}
    </p>
  );
}

function useSentence(plan: string, choice: DecisionChoice) {
  const { i18n } = useTranslation();
  return useQuery({
    queryKey: keys.preview(plan, i18n.language, choice),
    queryFn: ({ signal }) =>
      apiSend('POST /api/plans/{plan}/grants/preview', { plan }, { decisions: [choice] }, signal),
    ...AS_READ,
    retry: false,
  });
}

function useSign(plan: string, choice: DecisionChoice, refused: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (text: string) =>
      apiSend('POST /api/plans/{plan}/grants', { plan }, { decisions: [{ ...choice, text }] }),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.plan(plan) }),
    onError: refused,
  });
}
