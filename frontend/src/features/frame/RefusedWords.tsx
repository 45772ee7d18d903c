import { Alert, Button } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlanView } from '../../domain/types';
import { usePartTitle } from '../../i18n/partTitle';
import { type Rescue, useRescues } from '../../sync';

/** Words that the server did not take, on whatever page one is now, until their writer lets them go. */
export function RescuedWords({ plan }: { plan: PlanView }) {
  const { rescues, forget } = useRescues();
  const titleOf = usePartTitle(plan);
  const titleAt = (document: string) => {
    const part = plan.parts.find((other) => other.document === document);
    return part && titleOf(part);
  };
  if (rescues.length === 0) return null;
  return (
    <div className="rescued-words">
      {rescues.map((rescue) => (
        <Rescued
          key={rescue.id}
          onForget={() => forget(rescue.id)}
          part={titleAt(rescue.document)}
          rescue={rescue}
        />
      ))}
    </div>
  );
}

interface RescuedProps {
  rescue: Rescue;
  /** The title of the part the words were written in, while one may see it. */
  part: string | undefined;
  onForget: () => void;
}

function Rescued({ rescue, part, onForget }: RescuedProps) {
  const { t } = useTranslation('sync');
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(rescue.words);
    setCopied(true);
  };
  return (
    <Alert className="rescued" data-color="warning" role="alert">
      <What part={part} rescue={rescue} />
      {rescue.words && (
        <blockquote aria-label={t('rescued.words')} className="rescued__words">
          {rescue.words}
        </blockquote>
      )}
      <div className="statement__actions">
        {rescue.words && (
          <Button onClick={() => void copy()} variant="secondary">
            {t('rescued.copy')}
          </Button>
        )}
        <Button onClick={onForget} variant="tertiary">
          {t(rescue.words ? 'rescued.dismiss' : 'rescued.understood')}
        </Button>
      </div>
      <p role="status">{copied ? t('rescued.copied') : ''}</p>
    </Alert>
  );
}

/** What has happened, and what to do about it. */
function What({ rescue: { token, words }, part }: Pick<RescuedProps, 'rescue' | 'part'>) {
  const { t } = useTranslation('sync');
  if (token === 'restored') {
    return (
      <>
        <h2 className="section-heading">{t('rescued.restoredTitle')}</h2>
        <p>{t('rescued.restored')}</p>
        {words && <p>{t(part ? 'rescued.restoredWordsFrom' : 'rescued.restoredWords', { part })}</p>}
      </>
    );
  }
  return (
    <>
      <h2 className="section-heading">{t('rescued.title')}</h2>
      {part && <p>{t('rescued.from', { part })}</p>}
      <p>{t(`rescued.${token}`, t('rescued.refused'))}</p>
      {!words && <p>{t('rescued.noWords')}</p>}
    </>
  );
}
