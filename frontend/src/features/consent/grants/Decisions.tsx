import { Button } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Decision } from '../../../domain/types';
import { DecisionText } from './DecisionText';

/** The number shown before "show all". */
const FIRST = 10;

/** Everything that has been signed, newest first. */
export function Decisions({ decisions }: { decisions: Decision[] }) {
  const { t } = useTranslation('consent');
  const [all, setAll] = useState(false);
  if (decisions.length === 0) return null;
  const shown = all ? decisions : decisions.slice(0, FIRST);
  return (
    <details className="grants__decisions">
      <summary>{t('decisions', { count: decisions.length })}</summary>
      <ol className="signing__list">
        {shown.map((decision) => (
          <li key={decision.number} className="signing__item">
            <DecisionText decision={decision} />
          </li>
        ))}
      </ol>
      {shown.length < decisions.length && (
        <Button variant="secondary" onClick={() => setAll(true)}>
          {t('allDecisions')}
        </Button>
      )}
    </details>
  );
}
