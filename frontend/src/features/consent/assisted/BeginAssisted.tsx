import { Button, Dialog } from '@digdir/designsystemet-react';
import { useEffect, useId, useRef, useState } from 'react';
import { isProblem, useAsRead, useBeginAssisted } from '../../../api';
import type { AssistedAnswer } from '../../../domain/openapi';
import { firstNameOf } from '../../../domain/people';
import type { PlanView } from '../../../domain/types';
import { useTranslation } from '../../../i18n/useTranslation';
import '../../../i18n/brought/assisted';
import './assisted.css';

interface BeginAssistedProps {
  plan: PlanView;
  assisted: AssistedAnswer;
}

/** For whoever coordinates: the owner is beside them, and they may write what the owner says. */
export function BeginAssisted({ plan, assisted }: BeginAssistedProps) {
  const { t } = useTranslation('assisted');
  const heading = useId();
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const owner = firstNameOf(plan.owner_name);
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  return (
    <section aria-labelledby={heading} className="assisted-begin">
      <h2 className="section-heading" id={heading}>
        {t('begin.title', { owner })}
      </h2>
      <p>{t('begin.text', { owner, minutes: assisted.minutes })}</p>
      <Button data-size="sm" onClick={() => setOpen(true)} ref={button} variant="secondary">
        {t('begin.open', { owner })}
      </Button>
      {open && <Confirm assisted={assisted} onClose={close} plan={plan} />}
    </section>
  );
}

function Confirm({ plan, assisted, onClose }: BeginAssistedProps & { onClose: () => void }) {
  const { t } = useTranslation('assisted');
  const heading = useId();
  const title = useRef<HTMLHeadingElement>(null);
  const begin = useBeginAssisted(plan.id);
  const text = useAsRead(assisted.text, begin.error);
  useEffect(() => title.current?.focus(), []);
  const confirm = () => !begin.isPending && begin.mutate(text);
  return (
    <Dialog aria-labelledby={heading} closeButton={false} onClose={onClose} open>
      <div className="create-form">
        <h2 className="section-heading" id={heading} ref={title} tabIndex={-1}>
          {t('begin.confirm')}
        </h2>
        <p>{text}</p>
        <p role="alert">{begin.isError && <Failed error={begin.error} plan={plan} />}</p>
        <div className="create-form__actions">
          <Button aria-disabled={begin.isPending} onClick={confirm}>
            {t('begin.yes')}
          </Button>
          <Button onClick={onClose} variant="tertiary">
            {t('begin.no')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

function Failed({ error, plan }: { error: unknown; plan: PlanView }) {
  const { t } = useTranslation('assisted');
  const owner = firstNameOf(plan.owner_name);
  if (isProblem(error, 'not-now')) return t('begin.owner-logged-in', { owner });
  return t(isProblem(error, 'text-changed') ? 'begin.text-changed' : 'begin.failed');
}
