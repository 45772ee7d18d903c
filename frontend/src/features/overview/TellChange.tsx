import { Button } from '@digdir/designsystemet-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { apiSend, isProblem } from '../../api';
import { firstNameOf } from '../../domain/people';
import type { PlanView } from '../../domain/types';
import { useTranslation } from '../../i18n/useTranslation';
import { takesFocus } from '../../ui/PageHeading';

/** Whoever takes part says that something has changed, and reads first who is told, and that nobody is told what. */
export function TellChange({ plan }: { plan: PlanView }) {
  const { t } = useTranslation('plan');
  const [open, setOpen] = useState(false);
  const telling = useMutation({
    mutationFn: () => apiSend('POST /api/plans/{plan}/changes', { plan: plan.id }, undefined),
  });
  if (telling.isSuccess)
    return (
      <p ref={takesFocus} role="status" tabIndex={-1}>
        {t('changed.done')}
      </p>
    );
  if (!open)
    return (
      <p>
        <Button data-size="sm" onClick={() => setOpen(true)} variant="tertiary">
          {t('changed.open')}
        </Button>
      </p>
    );
  const noCase = isProblem(telling.error, 'not-now');
  return (
    <div ref={takesFocus} tabIndex={-1}>
      <p>{t('changed.text', { name: firstNameOf(plan.owner_name) })}</p>
      {telling.isError && <p role="alert">{t(noCase ? 'changed.noCase' : 'changed.failed')}</p>}
      <div className="create-form__actions">
        <Button aria-disabled={telling.isPending} onClick={() => telling.isPending || telling.mutate()}>
          {t('changed.send')}
        </Button>
        <Button onClick={() => setOpen(false)} variant="tertiary">
          {t('changed.undo')}
        </Button>
      </div>
    </div>
  );
}
