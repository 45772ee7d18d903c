import { Alert, Button } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Rescue, useRescues } from '../../sync';

/** Words that the server did not take, on whatever page one is now, until their writer lets them go. */
export function RescuedWords() {
  const { rescues, forget } = useRescues();
  if (rescues.length === 0) return null;
  return (
    <div className="rescued-words">
      {rescues.map((rescue) => (
        <Rescued key={rescue.id} onForget={() => forget(rescue.id)} rescue={rescue} />
      ))}
    </div>
  );
}

function Rescued({ rescue, onForget }: { rescue: Rescue; onForget: () => void }) {
  const { t } = useTranslation('sync');
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(rescue.words);
    setCopied(true);
  };
  return (
    <Alert className="rescued" data-color="warning" role="alert">
      <h2 className="section-heading">{t('rescued.title')}</h2>
      <p>{t(`rescued.${rescue.token}`, t('rescued.refused'))}</p>
      {rescue.words ? (
        <blockquote aria-label={t('rescued.words')} className="rescued__words">
          {rescue.words}
        </blockquote>
      ) : (
        <p>{t('rescued.noWords')}</p>
      )}
      <div className="statement__actions">
        {rescue.words && (
          <Button onClick={() => void copy()} variant="secondary">
            {t('rescued.copy')}
          </Button>
        )}
        <Button onClick={onForget} variant="tertiary">
          {t('rescued.dismiss')}
        </Button>
      </div>
      <p role="status">{copied ? t('rescued.copied') : ''}</p>
    </Alert>
  );
}
