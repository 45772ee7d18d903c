import { Button } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCell } from '../../../state/useCell';
import type { Offer, WordRescue } from './removedWords';

/** Words of mine that somebody else's change removed, offered back. Said politely, never in the way of the text. */
export function RescueNotice({ rescue, editable }: { rescue: WordRescue; editable: boolean }) {
  const offers = useCell(rescue.offers);
  return (
    <div className="rescue" role="status">
      {offers.map((offer) => (
        <OfferedWords key={offer.id} offer={offer} rescue={rescue} editable={editable} />
      ))}
    </div>
  );
}

function OfferedWords({ offer, rescue, editable }: { offer: Offer; rescue: WordRescue; editable: boolean }) {
  const { t } = useTranslation('editor');
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(offer.text);
    setCopied(true);
  };
  return (
    <div className="rescue__offer">
      <p className="rescue__what">{t('rescue.what', { who: offer.by ?? t('rescue.somebody') })}</p>
      <blockquote className="rescue__words">«{offer.text}»</blockquote>
      <div className="rescue__actions">
        {editable && (
          <Button data-size="sm" onClick={() => rescue.restore(offer.id)}>
            {t('rescue.restore')}
          </Button>
        )}
        <Button data-size="sm" variant="secondary" onClick={copy}>
          {copied ? t('rescue.copied') : t('rescue.copy')}
        </Button>
        <Button data-size="sm" variant="tertiary" onClick={() => rescue.dismiss(offer.id)}>
          {t('rescue.close')}
        </Button>
      </div>
    </div>
  );
}
