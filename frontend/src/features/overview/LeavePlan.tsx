import { Button, Dialog } from '@digdir/designsystemet-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState } from 'react';
import { AS_READ, apiGet, apiSend, keys } from '../../api';
import { COORDINATING, firstNameOf, participantOf } from '../../domain/people';
import type { PlanView } from '../../domain/types';
import { useTranslation } from '../../i18n/useTranslation';

const END = '/api/plans/{plan}/participants/{participant}/end';

/** Who is in by an appointment, or on a basis, does not lay it down here; nor does the owner. */
const STAYING = ['owner', 'representative', ...COORDINATING];

/** Relatives and providers take part as long as they want: a button where they stand among the others, and what it means. */
export function LeavePlan({ plan }: { plan: PlanView }) {
  const { t } = useTranslation('plan');
  const [open, setOpen] = useState(false);
  const role = participantOf(plan, plan.me)?.role;
  if (!role || STAYING.includes(role)) return null;
  return (
    <>
      <Button className="leave-plan" data-size="sm" onClick={() => setOpen(true)} variant="tertiary">
        {t('leaving.open')}
      </Button>
      {open && <LeavingDialog onClose={() => setOpen(false)} plan={plan} />}
    </>
  );
}

function LeavingDialog({ plan, onClose }: { plan: PlanView; onClose: () => void }) {
  const { t, i18n } = useTranslation('plan');
  const heading = useId();
  const title = useRef<HTMLHeadingElement>(null);
  const names = { plan: plan.id, participant: plan.me };
  const sentence = useQuery({
    queryKey: keys.ending(plan.id, plan.me, i18n.language),
    queryFn: ({ signal }) => apiGet(END, names, signal),
    ...AS_READ,
    retry: false,
  });
  const leave = useLeave(names, () => void sentence.refetch());
  useEffect(() => title.current?.focus(), []);
  // Read stays signable while it is asked for once more; the server refuses what has changed.
  const text = sentence.data?.text;
  return (
    <Dialog aria-labelledby={heading} closeButton={false} onClose={onClose} open>
      <div className="create-form">
        <h2 className="section-heading" id={heading} ref={title} tabIndex={-1}>
          {t('leaving.title', { name: firstNameOf(plan.owner_name) })}
        </h2>
        <p>{t('leaving.text', { name: firstNameOf(plan.owner_name) })}</p>
        <blockquote aria-busy={sentence.isPending} className="leave-plan__sentence">
          {text ?? t(sentence.isError ? 'share.unread' : 'share.composing')}
        </blockquote>
        {leave.isError && <p role="alert">{t('share.failed')}</p>}
        <div className="create-form__actions">
          <Button
            aria-disabled={text === undefined || leave.isPending}
            onClick={() => text !== undefined && !leave.isPending && leave.mutate(text)}
          >
            {t(sentence.isPending ? 'share.wait' : 'leaving.sign')}
          </Button>
          <Button onClick={onClose} variant="tertiary">
            {t('leaving.stay')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

function useLeave(names: { plan: string; participant: string }, refused: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (text: string) => apiSend(`POST ${END}`, names, { text }),
    // The plan is there no more, and the page says so.
    onSuccess: () =>
      Promise.all(
        [keys.plan(names.plan), keys.plans].map((queryKey) => queries.invalidateQueries({ queryKey })),
      ),
    onError: refused,
  });
}
