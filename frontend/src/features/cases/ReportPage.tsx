import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { apiGet, keys } from '../../api';
import { useTranslation } from '../../i18n/useTranslation';
import { reportPath } from '../../paths';
import { Loading } from '../../ui/Loading';
import { PageHeading } from '../../ui/PageHeading';
import { ProblemStatement } from '../../ui/ProblemStatement';
import { SimplePage } from '../../ui/SimplePage';
import { ReportForm } from './report/ReportForm';
import '../../i18n/cases';
import './cases.css';

/** For everybody, logged in or not: that somebody may need a plan or a coordinator. */
export function ReportPage() {
  const { t } = useTranslation('cases');
  const { municipality } = useParams();
  const served = useQuery({
    queryKey: keys.municipalities,
    queryFn: ({ signal }) => apiGet('/api/municipalities', {}, signal),
  });
  const chosen = served.data?.find(({ number }) => number === municipality) ?? onlyOne(served.data);
  return (
    <SimplePage>
      {served.isPending && <Loading label={t('report.loading')} />}
      {served.isError && <ProblemStatement error={served.error} onRetry={() => void served.refetch()} />}
      {chosen && <ReportForm key={chosen.number} municipality={chosen.number} />}
      {served.data && !chosen && <Choice served={served.data} />}
    </SimplePage>
  );
}

interface Served {
  number: string;
  name: string;
}

function onlyOne(served: Served[] | undefined): Served | undefined {
  return served?.length === 1 ? served[0] : undefined;
}

function Choice({ served }: { served: Served[] }) {
  const { t } = useTranslation('cases');
  return (
    <div className="front">
      <PageHeading tab={t('report.tab')} title={t('report.choose')} />
      {served.length === 0 && <p>{t('report.none')}</p>}
      <ul className="plain-list">
        {served.map(({ number, name }) => (
          <li key={number}>
            <Link to={reportPath(number)}>{name}</Link>
          </li>
        ))}
      </ul>
    </div>
  );
}
