import { Link } from 'react-router';
import type { ComplaintRow } from '../../../domain/openapi';
import { dayAsSpoken } from '../../../i18n/spoken';
import { useTranslation } from '../../../i18n/useTranslation';
import { complaintPath } from '../../../paths';
import '../../../i18n/complaints';

/** With whom a complaint is, what they are to do and by when, and where it is read. */
export function OwnComplaints({ waiting }: { waiting: readonly ComplaintRow[] }) {
  const { t, i18n } = useTranslation(['cases', 'complaints']);
  if (waiting.length === 0) return null;
  const day = (iso: string) => dayAsSpoken(iso, i18n.language);
  return (
    <section className="case-card">
      <h2 className="section-heading">{t('own.complaints.title')}</h2>
      {waiting.map((row) => (
        <div key={row.id}>
          {row.sent_on && <p>{t('own.complaints.sent', { to: row.addressee, day: day(row.sent_on) })}</p>}
          <ul className="plain-list">
            {row.waiting.map(({ step, who, due, days_late: late, what }) => (
              <li key={`${step} ${what}`}>
                {who === 'case-handler' ? row.addressee : t(`complaints:course.who.${who}`)}{' '}
                {t(`complaints:course.waits.${step}`)}
                {what ? `: ${what}` : '.'} {due && t(late > 0 ? 'own.wasDue' : 'own.due', { day: day(due) })}{' '}
                {late > 0 && <strong>{t('own.late', { count: late })}</strong>}
              </li>
            ))}
          </ul>
          <p className="screen-only">
            <Link className="ds-link" to={complaintPath(row.id)}>
              {t('own.complaints.open', { name: row.name })}
            </Link>
          </p>
        </div>
      ))}
    </section>
  );
}
