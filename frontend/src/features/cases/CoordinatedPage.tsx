import { Alert } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { useTranslation } from '../../i18n/useTranslation';
import { PageHeading, useHeadingAfter } from '../../ui/PageHeading';
import { Answered } from '../../ui/problems/Answered';
import { NotFoundPage } from '../../ui/problems/NotFoundPage';
import { SimplePage } from '../../ui/SimplePage';
import { KeepsWords } from '../../ui/unsent/KeepsWords';
import { CoordinatedCases } from './coordinated/CoordinatedCases';
import { OwnTimeOff } from './coordinated/OwnTimeOff';
import { StandingIn } from './coordinated/StandingIn';
import { type CameOf, useCoordinated } from './coordinated/useCoordinated';
import '../../i18n/cases';
import './coordinated/words';
import './desk/words';
import './cases.css';

/** Whom this person coordinates for, and what waits for them; there is no such page for whoever coordinates nothing. */
export function CoordinatedPage() {
  const { t } = useTranslation('cases');
  const [came, setCame] = useState<CameOf | null>(null);
  const found = useCoordinated();
  useHeadingAfter(came);
  const { cases = [], standingIn = [] } = found.data ?? {};
  const nothing = cases.length + standingIn.length === 0;
  if (found.data && nothing && !came) return <NotFoundPage />;
  // Its card is gone from the page, and what had the focus with it.
  const gone = came && !cases.some(({ id }) => id === came.of);
  return (
    <SimplePage>
      <KeepsWords>
        <Answered loading={t('coordinated.loading')} of={found}>
          {() => (
            <div className="front">
              <PageHeading tab={t('coordinated.tab')} title={t('coordinated.title')} />
              {nothing && <p>{t('coordinated.nobody')}</p>}
              <CoordinatedCases came={came} cases={cases} onCame={setCame} />
              <StandingIn cases={standingIn} />
              <OwnTimeOff />
              <div role="status">
                {gone && <Alert data-color={came.wrong ? 'warning' : 'success'}>{came.words}</Alert>}
              </div>
            </div>
          )}
        </Answered>
      </KeepsWords>
    </SimplePage>
  );
}
