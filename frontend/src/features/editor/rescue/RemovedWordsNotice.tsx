import { Button } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { THEIRS } from '../../../i18n/theirWords';
import { useTranslation } from '../../../i18n/useTranslation';
import { useCell } from '../../../state/useCell';
import { AtFoot } from '../../../ui/edges/AtFoot';
import type { Offer, RemovedWords } from './removedWords';

interface RemovedWordsProps {
  removed: RemovedWords;
  editable: boolean;
}

/** Offers to restore own text that a remote change removed, in a polite live region that is in view. */
export function RemovedWordsNotice({ removed, editable }: RemovedWordsProps) {
  const offers = useCell(removed.offers);
  return (
    <AtFoot>
      <div className="removed-words" role="status">
        {offers.map((offer) => (
          <OfferedWords key={offer.id} offer={offer} removed={removed} editable={editable} />
        ))}
      </div>
    </AtFoot>
  );
}

function OfferedWords({
  offer,
  removed,
  editable,
}: {
  offer: Offer;
  removed: RemovedWords;
  editable: boolean;
}) {
  const { t } = useTranslation('editor');
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(offer.text);
    setCopied(true);
  };
  return (
    <div className="removed-words__offer">
      <p className="removed-words__what">
        {t('removedWords.what', { who: offer.by ?? t('removedWords.somebody') })}
      </p>
      <blockquote className="removed-words__words" {...THEIRS}>
        «{offer.text}»
      </blockquote>
      <div className="removed-words__actions">
        {editable && (
          <Button data-size="sm" onClick={() => removed.restore(offer.id)}>
            {t('removedWords.restore')}
          </Button>
        )}
        <Button data-size="sm" variant="secondary" onClick={copy}>
          {copied ? t('removedWords.copied') : t('removedWords.copy')}
        </Button>
        <Button data-size="sm" variant="tertiary" onClick={() => removed.dismiss(offer.id)}>
          {t('removedWords.close')}
        </Button>
      </div>
    </div>
  );
}
