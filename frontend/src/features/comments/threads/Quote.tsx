import { useTranslation } from 'react-i18next';
import type { Place } from '../quotes/anchor';

interface QuoteProps {
  /** The quoted words; empty for a comment on the whole part. */
  quote: string;
  place: Place | undefined;
  onShow: () => void;
}

/** What a thread speaks about: the words (a way to them), or that they are not there any more. */
export function Quote({ quote, place, onShow }: QuoteProps) {
  const { t } = useTranslation('comments');
  if (quote === '') return <p className="quote__whole">{t('wholePart')}</p>;
  const words = <q className="quote__words">{quote}</q>;
  if (!place || place.kind === 'changed') {
    return (
      <div className="quote quote--changed">
        {place && <p className="quote__note">{t('textChanged')}</p>}
        {words}
      </div>
    );
  }
  return (
    <button type="button" className="quote quote--found" onClick={onShow}>
      <span className={place.kind === 'edited' ? 'quote__note' : 'visually-hidden'}>
        {t(place.kind === 'edited' ? 'textEdited' : 'aboutWords')}
      </span>{' '}
      {words}
    </button>
  );
}
