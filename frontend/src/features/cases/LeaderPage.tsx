import { Alert } from '@digdir/designsystemet-react';
import { listed } from '../../i18n/spoken';
import { useTranslation } from '../../i18n/useTranslation';
import { PageHeading } from '../../ui/PageHeading';
import { Answered } from '../../ui/problems/Answered';
import { NotFoundPage } from '../../ui/problems/NotFoundPage';
import { SimplePage } from '../../ui/SimplePage';
import { KeepsWords } from '../../ui/unsent/KeepsWords';
import { Request } from './release/Request';
import { Several } from './release/Several';
import { together, whom } from './release/together';
import { useAnswering, useReleases } from './release/useReleases';
import './release/words';
import './cases.css';

/** For whom this leader is asked; there is no such page for whoever leads nothing. */
export function LeaderPage() {
  const { t, i18n } = useTranslation('leader');
  const found = useReleases();
  const { answer, answerAll, came } = useAnswering();
  const { leads = [], requests = [] } = found.data ?? {};
  if (found.data && leads.length === 0) return <NotFoundPage />;
  const services = listed(
    leads.map((each) => t('service', { ...each })),
    i18n.language,
  );
  return (
    <SimplePage>
      <KeepsWords>
        <Answered loading={t('loading')} of={found}>
          {() => (
            <div className="front">
              <PageHeading tab={t('tab')} title={t('title')} />
              <p>{t('leads', { services })}</p>
              <p className="quiet">{t('intro')}</p>
              <div role="status">
                {came && <Alert data-color={came.wrong ? 'warning' : 'success'}>{came.words}</Alert>}
              </div>
              {requests.length === 0 && <p>{t('nothing')}</p>}
              {together(requests).map((each) => (
                <Several answerAll={answerAll} key={each[0] && whom(each[0])} requests={each} />
              ))}
              <ul className="plain-list plan-words">
                {requests.map((each) => (
                  <li key={`${each.case} ${each.proposal}`}>
                    <Request answer={answer} request={each} />
                  </li>
                ))}
              </ul>
            </div>
          )}
        </Answered>
      </KeepsWords>
    </SimplePage>
  );
}
