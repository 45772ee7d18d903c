import { Link, useParams } from 'react-router';
import type { ComplaintAnswer, Guidance } from '../../domain/openapi';
import { useTranslation } from '../../i18n/useTranslation';
import { COMPLAINTS } from '../../paths';
import { PageHeading } from '../../ui/PageHeading';
import { PaperFoot } from '../../ui/paper/PaperFoot';
import { Answered } from '../../ui/problems/Answered';
import { SimplePage } from '../../ui/SimplePage';
import { KeepsWords } from '../../ui/unsent/KeepsWords';
import { Course } from './course/Course';
import { Doors } from './Doors';
import { Draft } from './draft/Draft';
import { Said } from './Said';
import { useComplaint, useComplaintAnswer } from './useComplaint';
import { useMyComplaints } from './useGuidance';
import '../../i18n/complaints';
import './complaints.css';
import { Dotted } from '../../ui/marks/Dotted';

const UNSENT = ['considering', 'drafting', 'ready'];

/** One complaint, to whoever makes it or helps: while it is written, and then what becomes of it. */
export function ComplaintPage() {
  const { t } = useTranslation('complaints');
  const { complaint: id = '' } = useParams();
  const found = useComplaintAnswer(id);
  const mine = useMyComplaints();
  return (
    <SimplePage>
      <KeepsWords>
        <Answered loading={t('loading')} of={found}>
          {(complaint) => (
            <Answered loading={t('loading')} of={mine}>
              {({ guidance }) => <One complaint={complaint} guidance={guidance} />}
            </Answered>
          )}
        </Answered>
      </KeepsWords>
    </SimplePage>
  );
}

function One({ complaint, guidance }: { complaint: ComplaintAnswer; guidance: Guidance }) {
  const { t } = useTranslation('complaints');
  const acting = useComplaint(complaint);
  const own = complaint.capacity === 'owner';
  const unsent = UNSENT.includes(complaint.status);
  return (
    <div className="front">
      <Link className="ds-link screen-only" to={COMPLAINTS}>
        {t('back')}
      </Link>
      <PageHeading tab={t('tab')} title={own ? t('title') : t('titleFor', { name: complaint.name })} />
      <PaperFoot words={t('paper', { name: complaint.name })} />
      <p>
        <Dotted
          facts={[
            <strong key="status">{t(`status.${complaint.status}`)}</strong>,
            <span className="quiet" key="code">
              {t('code', { code: complaint.code })}
            </span>,
          ]}
        />
      </p>
      {unsent ? (
        <Draft acting={acting} complaint={complaint} guidance={guidance} />
      ) : (
        <Course acting={acting} complaint={complaint} guidance={guidance} />
      )}
      <Said said={acting.said} />
      {!unsent && <Doors doors={guidance.doors.slice(1)} />}
    </div>
  );
}
