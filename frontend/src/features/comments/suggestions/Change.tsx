import { THEIRS } from '../../../i18n/theirWords';
import { useTranslation } from '../../../i18n/useTranslation';
import { differenceOf } from './difference';

/** A break between two lines has no look of its own that could be struck or marked. */
function withBreaks(words: string): string {
  return words.replaceAll('\n', '↵\n');
}

/** Old words struck and new words marked, said in words for who hears them. */
export function Change({ quote, replacement }: { quote: string; replacement: string }) {
  const { t } = useTranslation('suggestions');
  const { before, taken, given, after } = differenceOf(quote, replacement);
  return (
    <p className="suggestion__change" {...THEIRS}>
      {before}
      {taken !== '' && (
        <>
          <span className="visually-hidden"> {t('taken')} </span>
          <del>{withBreaks(taken)}</del>
        </>
      )}
      {taken !== '' && given !== '' && ' '}
      {given !== '' && (
        <>
          <span className="visually-hidden"> {t('given')} </span>
          <ins>{withBreaks(given)}</ins>
        </>
      )}
      {taken !== '' || given !== '' ? <span className="visually-hidden"> {t('end')} </span> : null}
      {after}
    </p>
  );
}
