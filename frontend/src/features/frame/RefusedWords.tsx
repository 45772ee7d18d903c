import { Alert, Button } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { everyPart } from '../../domain/putAway';
import type { PlanView } from '../../domain/types';
import { usePartTitle } from '../../i18n/partTitle';
import { THEIRS } from '../../i18n/theirWords';
import { useTranslation } from '../../i18n/useTranslation';
import { type RefusedText, useRefusedTexts } from '../../sync';
import { AtFoot } from '../../ui/edges/AtFoot';

/** Text that the server refused, shown on every page of the plan until its author dismisses it. */
export function RefusedWords({ plan }: { plan: PlanView }) {
  const { texts, dismiss } = useRefusedTexts();
  const titleOf = usePartTitle(plan);
  const titleAt = (document: string) => {
    const part = everyPart(plan).find((other) => other.document === document);
    return part && titleOf(part);
  };
  if (texts.length === 0) return null;
  return (
    <AtFoot>
      <div className="refused-words">
        {texts.map((text) => (
          <RefusedOffer
            key={text.id}
            onDismiss={() => dismiss(text.id)}
            part={titleAt(text.document)}
            text={text}
          />
        ))}
      </div>
    </AtFoot>
  );
}

interface RefusedProps {
  text: RefusedText;
  /** The title of the part in which the text was written, while that part is visible. */
  part: string | undefined;
  onDismiss: () => void;
}

function RefusedOffer({ text, part, onDismiss }: RefusedProps) {
  const { t } = useTranslation('sync');
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text.words);
    setCopied(true);
  };
  return (
    <Alert className="refused-text" data-color="warning" role="alert">
      <RefusalText part={part} text={text} />
      {text.words && (
        <blockquote aria-label={t('refusedWords.words')} className="refused-text__words" {...THEIRS}>
          {text.words}
        </blockquote>
      )}
      <div className="statement__actions">
        {text.words && (
          <Button onClick={() => void copy()} variant="secondary">
            {t('refusedWords.copy')}
          </Button>
        )}
        <Button onClick={onDismiss} variant="tertiary">
          {t(text.words ? 'refusedWords.dismiss' : 'refusedWords.understood')}
        </Button>
      </div>
      <p role="status">{copied ? t('refusedWords.copied') : ''}</p>
    </Alert>
  );
}

/** The explanation: what has happened, and what to do about it. */
function RefusalText({ text: { token, words }, part }: Pick<RefusedProps, 'text' | 'part'>) {
  const { t } = useTranslation('sync');
  if (token === 'restored') {
    return (
      <>
        <h2 className="section-heading">{t('refusedWords.restoredTitle')}</h2>
        <p>{t('refusedWords.restored')}</p>
        {words && (
          <p>{t(part ? 'refusedWords.restoredWordsFrom' : 'refusedWords.restoredWords', { part })}</p>
        )}
      </>
    );
  }
  return (
    <>
      <h2 className="section-heading">{t('refusedWords.title')}</h2>
      {part && <p>{t('refusedWords.from', { part })}</p>}
      <p>{t(`refusedWords.${token}`, t('refusedWords.refused'))}</p>
      {!words && <p>{t('refusedWords.noWords')}</p>}
    </>
  );
}
