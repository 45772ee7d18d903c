import { Button } from '@digdir/designsystemet-react';
import { useEffect, useRef } from 'react';
import { listed } from '../../../i18n/spoken';
import { useTranslation } from '../../../i18n/useTranslation';
import './pasteNotice.css';
import { keepWordsInView } from './keepInView';
import type { PasteNews } from './news';

interface PasteNoticeProps {
  news: PasteNews | null;
  onClose: () => void;
  /** Called when the paste was taken back by this notice. */
  onTakenBack: () => void;
  /** Over the page instead of below a text. */
  ofField?: boolean;
}

/** Says what of a paste is written out or left out, at the lower edge of the window, until it is closed or taken back. */
export function PasteNotice({ news, onClose, onTakenBack, ofField = false }: PasteNoticeProps) {
  return (
    <div
      className={ofField ? 'paste-notice paste-notice--of-field' : 'paste-notice'}
      data-covers-foot
      role="status"
    >
      {news && <Said news={news} onClose={onClose} onTakenBack={onTakenBack} />}
    </div>
  );
}

function Said({ news, onClose, onTakenBack }: PasteNoticeProps & { news: PasteNews }) {
  const { t, i18n } = useTranslation('paste');
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => keepWordsInView(box.current), []);
  const { written, leftOut } = news.account;
  const names = (kind: 'written' | 'leftOut', all: Iterable<string>) =>
    listed(
      [...all].map((each) => t(`${kind}.${each}`)),
      i18n.language,
    );
  const takeBack = () => {
    news.takeBack?.();
    onTakenBack();
  };
  return (
    <div className="paste-notice__box" data-covers-foot ref={box}>
      <div className="paste-notice__words">
        {leftOut.size > 0 && <p>{t('leftOutSentence', { what: names('leftOut', leftOut) })}</p>}
        {written.size > 0 && <p>{t('writtenSentence', { what: names('written', written) })}</p>}
      </div>
      <div className="paste-notice__actions">
        {news.takeBack && (
          <Button data-size="sm" variant="secondary" onClick={takeBack}>
            {t('takeBack')}
          </Button>
        )}
        <Button data-size="sm" variant="tertiary" onClick={onClose}>
          {t('close')}
        </Button>
      </div>
    </div>
  );
}
