import { Button, Dialog } from '@digdir/designsystemet-react';
import { useEffect, useId, useRef } from 'react';
import type { InvitationAnswer, RedeemedAnswer } from '../../domain/openapi';
import { withPlace } from '../../domain/people';
import { momentInFull } from '../../i18n/spoken';
import { useTranslation } from '../../i18n/useTranslation';
import { type InvitationStep, useProviderTitle } from './useInvitations';

interface CheckDialogProps {
  invitation: InvitationAnswer;
  redeemed: RedeemedAnswer;
  busy: boolean;
  onStep: (step: InvitationStep) => void;
  onClose: () => void;
}

/** «Er dette rett person?»: what is proven of whoever used the link, beside whom it was made for. */
export function CheckDialog({ invitation, redeemed, busy, onStep, onClose }: CheckDialogProps) {
  const { t } = useTranslation(['people', 'common']);
  const heading = useId();
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  const { name } = invitation;
  const role = withPlace(t(`common:roles.${invitation.role}`), invitation.organisation);
  return (
    <Dialog aria-labelledby={heading} closeButton={false} onClose={onClose} open>
      <div className="create-form">
        <h2 className="section-heading" id={heading} ref={title} tabIndex={-1}>
          {t('check.title')}
        </h2>
        <p>{t('check.lead', { name, role })}</p>
        <Proven redeemed={redeemed} />
        <p>{t('check.ask', { name })}</p>
        <div className="create-form__actions">
          <Button aria-disabled={busy} onClick={() => !busy && onStep('confirm')}>
            {t('check.yes')}
          </Button>
          <Button
            aria-disabled={busy}
            data-color="danger"
            onClick={() => !busy && onStep('refuse')}
            variant="secondary"
          >
            {t('check.no')}
          </Button>
          <Button onClick={onClose} variant="tertiary">
            {t('check.later')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

function Proven({ redeemed }: { redeemed: RedeemedAnswer }) {
  const { t, i18n } = useTranslation('people');
  const provider = useProviderTitle()(redeemed.provider);
  return (
    <dl className="invite__proven">
      <dt>{t('check.name')}</dt>
      <dd>{redeemed.name || t('check.noName', { provider })}</dd>
      <dt>{t('check.how')}</dt>
      <dd>{provider}</dd>
      <dt>{t('check.when')}</dt>
      <dd>{momentInFull(redeemed.at, i18n.language)}</dd>
      <dt>{t('check.digits')}</dt>
      <dd className="invite__check">{redeemed.check}</dd>
    </dl>
  );
}
