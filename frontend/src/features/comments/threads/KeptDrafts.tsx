import { THEIRS } from '../../../i18n/theirWords';
import { useTranslation } from '../../../i18n/useTranslation';
import { useTextsOf } from './drafts';

/** What its writer had begun to say in a part that is no longer open to them: their own words, to be copied. */
export function KeptDrafts({ me, part }: { me: string; part: string }) {
  const { t } = useTranslation('comments');
  const texts = useTextsOf(me, part);
  if (texts.length === 0) return null;
  return (
    <div className="statement">
      <p>{t('keptDrafts')}</p>
      {texts.map((text) => (
        <p className="refused-text__words" key={text} {...THEIRS}>
          {text}
        </p>
      ))}
    </div>
  );
}
