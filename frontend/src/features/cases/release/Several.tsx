import { Button } from '@digdir/designsystemet-react';
import type { ReleaseRequest } from '../../../domain/openapi';
import { useTranslation } from '../../../i18n/useTranslation';
import type { AnswerAll } from './useReleases';

interface SeveralProps {
  requests: ReleaseRequest[];
  answerAll: AnswerAll;
}

/** Somebody a leader is asked for in several cases, as when a colleague leaves: yes to all at once. */
export function Several({ requests: [first, ...others], answerAll }: SeveralProps) {
  const { t } = useTranslation('leader');
  if (!first) return null;
  const { name, active_cases: active, most_cases: most } = first;
  const count = others.length + 1;
  return (
    <article className="case-card">
      <h2 className="section-heading">{t('several', { name, count })}</h2>
      <p>
        {t('load', { count: active })} {most > 0 ? t('most', { count: most }) : t('noMost')}{' '}
        <strong>{t('sum', { name, sum: active + count })}</strong>
      </p>
      <div className="report__acts">
        <Button onClick={() => void answerAll([first, ...others])}>{t('yesToAll', { name, count })}</Button>
      </div>
    </article>
  );
}
