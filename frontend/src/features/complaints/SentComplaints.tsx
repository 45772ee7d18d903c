import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { apiGet, keys } from '../../api';
import { dayAsSpoken } from '../../i18n/spoken';
import { useTranslation } from '../../i18n/useTranslation';
import { unitComplaintPath } from '../../paths';
import { TakeDown } from './TakeDown';
import '../../i18n/complaints';
import './complaints.css';

/** Complaints that were sent to the unit, on the page of a case those about it; there one can be typed in. */
export function SentComplaints() {
  const { municipality = '', case: id = '' } = useParams();
  const { t, i18n } = useTranslation('complaints');
  const found = useQuery({
    queryKey: keys.unitComplaints(municipality, id),
    queryFn: ({ signal }) =>
      apiGet('/api/units/{municipality}/complaints', { municipality }, signal, id ? [['case', id]] : []),
  });
  if (!found.data || (!id && found.data.complaints.length === 0)) return null;
  return (
    <section className="complaint-card">
      <h2 className="section-heading">{t('unit.heading')}</h2>
      <ul className="plain-list">
        {found.data.complaints.map((row) => (
          <li key={row.id}>
            <Link className="ds-link" to={unitComplaintPath(municipality, row.id)}>
              {t('unit.title', { name: row.name })}
            </Link>{' '}
            <span className="quiet">
              {t(`status.${row.status}`)}
              {row.sent_on && ` · ${t('list.sent', { day: dayAsSpoken(row.sent_on, i18n.language) })}`}
            </span>
          </li>
        ))}
      </ul>
      {id && <TakeDown about={id} municipality={municipality} />}
    </section>
  );
}
