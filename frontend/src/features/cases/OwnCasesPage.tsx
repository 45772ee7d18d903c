import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { apiGet, keys } from '../../api';
import type { OwnCase } from '../../domain/openapi';
import { listed } from '../../i18n/spoken';
import { useTranslation } from '../../i18n/useTranslation';
import { COMPLAINTS } from '../../paths';
import { PageHeading } from '../../ui/PageHeading';
import { PaperFoot } from '../../ui/paper/PaperFoot';
import { Answered } from '../../ui/problems/Answered';
import { SimplePage } from '../../ui/SimplePage';
import { UnitContact } from '../../ui/unit/UnitContact';
import { KeepsWords } from '../../ui/unsent/KeepsWords';
import { OwnComplaints } from './complained/OwnComplaints';
import { useWaitingComplaints } from './complained/useWaitingComplaints';
import { OwnCaseView } from './own/OwnCaseView';
import { ActingFor } from './own/ownWords';
import '../../i18n/cases';
import './cases.css';

/** Before there is a plan: where the case is, who does what next and by when, and what one can do. */
export function OwnCasesPage() {
  const { t } = useTranslation('cases');
  const cases = useQuery({
    queryKey: keys.ownCases,
    queryFn: ({ signal }) => apiGet('/api/my-cases', {}, signal),
  });
  const complaints = useWaitingComplaints();
  return (
    <SimplePage>
      <KeepsWords>
        <Answered loading={t('own.loading')} of={cases}>
          {(found) => <Cases cases={found} complaints={complaints} />}
        </Answered>
      </KeepsWords>
    </SimplePage>
  );
}

interface CasesProps {
  cases: readonly OwnCase[];
  complaints: ReturnType<typeof useWaitingComplaints>;
}

function Cases({ cases, complaints }: CasesProps) {
  const { t, i18n } = useTranslation('cases');
  const names = new Set(cases.map(({ name }) => name));
  return (
    <div className="front">
      <PageHeading tab={t('own.tab')} title={t('own.title')} />
      {cases.length > 0 && <PaperFoot words={t('paper', { name: listed(names, i18n.language) })} />}
      <OwnComplaints waiting={complaints} />
      {cases.length === 0 && <p>{t('own.none')}</p>}
      {cases.map((each) => (
        <ActingFor.Provider key={each.id} value={each.acting?.owner ?? ''}>
          <OwnCaseView complained={complaints.length > 0} own={each} />
        </ActingFor.Provider>
      ))}
      {[...new Set(cases.map((each) => each.municipality_number))].map((number) => (
        <UnitContact key={number} number={number} />
      ))}
      <p className="screen-only">
        <Link className="ds-link" to={COMPLAINTS}>
          {t(complaints.length > 0 ? 'own.complaints.all' : 'own.complain')}
        </Link>
      </p>
    </div>
  );
}
