import { THEIRS } from '../../../i18n/theirWords';
import { useTranslation } from '../../../i18n/useTranslation';
import type { QuoteMatch } from '../quotes/anchor';

interface QuoteProps {
  /** The quoted text; empty for a comment on the whole part. */
  quote: string;
  /** Made on words that do not stand in the text any more, and are not shown. */
  gone?: boolean;
  /** How well the quote was found; undefined as long as that is not known. */
  kind: QuoteMatch['kind'] | undefined;
  onShow: () => void;
}

/** The subject of a thread: the quote as a link to its text, or a note that the text has changed. */
export function Quote({ quote, gone = false, kind, onShow }: QuoteProps) {
  const { t } = useTranslation('comments');
  if (gone) return <p className="quote__whole">{t('quoteGone')}</p>;
  if (quote === '') return <p className="quote__whole">{t('wholePart')}</p>;
  const words = (
    <q className="quote__words" {...THEIRS}>
      {quote}
    </q>
  );
  if (!kind || kind === 'changed') {
    return (
      <div className="quote quote--changed">
        {kind && <p className="quote__note">{t('textChanged')}</p>}
        {words}
      </div>
    );
  }
  return (
    <button type="button" className="quote quote--found" onClick={onShow}>
      <span className={kind === 'edited' ? 'quote__note' : 'visually-hidden'}>
        {t(kind === 'edited' ? 'textEdited' : 'aboutWords')}
      </span>{' '}
      {words}
    </button>
  );
}
