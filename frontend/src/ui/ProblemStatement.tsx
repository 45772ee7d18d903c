import { Button } from '@digdir/designsystemet-react';
import { Link } from 'react-router';
import { isProblem } from '../api';
import { useTranslation } from '../i18n/useTranslation';
import { Statement } from './Statement';

const WORDS: Record<string, string> = {
  offline: 'offline',
  'not-found': 'notFound',
  'too-many-requests': 'tooMany',
  'limit-reached': 'full',
};

/** Explains why a page cannot be shown, with actions to continue. */
export function ProblemStatement({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation('common');
  const words = (isProblem(error) && WORDS[error.type]) || 'unknown';
  return (
    <Statement title={t(`problem.${words}Title`)} text={t(`problem.${words}Text`)}>
      {onRetry && words !== 'notFound' && <Button onClick={onRetry}>{t('tryAgain')}</Button>}
      <Button asChild variant="secondary">
        <Link to="/">{t('problem.toPlans')}</Link>
      </Button>
    </Statement>
  );
}
