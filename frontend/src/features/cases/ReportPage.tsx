import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { apiGet, keys } from '../../api';
import { useTranslation } from '../../i18n/useTranslation';
import { reportPath } from '../../paths';
import { PageHeading } from '../../ui/PageHeading';
import { Answered } from '../../ui/problems/Answered';
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
  const chosenOf = (all: Served[]) => all.find(({ number }) => number === municipality) ?? onlyOne(all);
  return (
    <SimplePage>
      <Answered loading={t('report.loading')} of={served}>
        {(all) => <Chosen all={all} chosen={chosenOf(all)} />}
      </Answered>
    </SimplePage>
  );
}

function Chosen({ all, chosen }: { all: Served[]; chosen: Served | undefined }) {
  if (!chosen) return <Choice served={all} />;
  return <ReportForm key={chosen.number} municipality={chosen.number} />;
}

interface Served {
  number: string;
  name: string;
}

function onlyOne(served: Served[]): Served | undefined {
  return served.length === 1 ? served[0] : undefined;
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
