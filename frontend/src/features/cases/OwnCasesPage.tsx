import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { apiGet, keys } from '../../api';
import { listed } from '../../i18n/spoken';
import { useTranslation } from '../../i18n/useTranslation';
import { COMPLAINTS } from '../../paths';
import { Loading } from '../../ui/Loading';
import { PageHeading } from '../../ui/PageHeading';
import { ProblemStatement } from '../../ui/ProblemStatement';
import { PaperFoot } from '../../ui/paper/PaperFoot';
import { SimplePage } from '../../ui/SimplePage';
import { UnitContact } from '../../ui/unit/UnitContact';
import { OwnComplaints } from './complained/OwnComplaints';
import { useWaitingComplaints } from './complained/useWaitingComplaints';
import { OwnCaseView } from './own/OwnCaseView';
import { ActingFor } from './own/ownWords';
import '../../i18n/cases';
import './cases.css';

/** Before there is a plan: where the case is, who does what next and by when, and what one can do. */
export function OwnCasesPage() {
  const { t, i18n } = useTranslation('cases');
  const cases = useQuery({
    queryKey: keys.ownCases,
    queryFn: ({ signal }) => apiGet('/api/my-cases', {}, signal),
  });
  const complaints = useWaitingComplaints();
  const names = new Set((cases.data ?? []).map(({ name }) => name));
  return (
    <SimplePage>
      {cases.isPending && <Loading label={t('own.loading')} />}
      {cases.isError && <ProblemStatement error={cases.error} onRetry={() => void cases.refetch()} />}
      {cases.data && (
        <div className="front">
          <PageHeading tab={t('own.tab')} title={t('own.title')} />
          {cases.data.length > 0 && <PaperFoot words={t('paper', { name: listed(names, i18n.language) })} />}
          <OwnComplaints waiting={complaints} />
          {cases.data.length === 0 && <p>{t('own.none')}</p>}
          {cases.data.map((each) => (
            <ActingFor.Provider key={each.id} value={each.acting?.owner ?? ''}>
              <OwnCaseView complained={complaints.length > 0} own={each} />
            </ActingFor.Provider>
          ))}
          {[...new Set(cases.data.map((each) => each.municipality_number))].map((number) => (
            <UnitContact key={number} number={number} />
          ))}
          <p className="screen-only">
            <Link className="ds-link" to={COMPLAINTS}>
              {t(complaints.length > 0 ? 'own.complaints.all' : 'own.complain')}
            </Link>
          </p>
        </div>
      )}
    </SimplePage>
  );
}
