import { Link, useParams } from 'react-router';
import type { ComplaintAnswer, Guidance } from '../../domain/openapi';
import { useTranslation } from '../../i18n/useTranslation';
import { complaintPrintPath, deskPath } from '../../paths';
import { Loading } from '../../ui/Loading';
import { PageHeading } from '../../ui/PageHeading';
import { ProblemStatement } from '../../ui/ProblemStatement';
import { PaperFoot } from '../../ui/paper/PaperFoot';
import { UnitPage } from '../../ui/unit/UnitPage';
import { Course } from './course/Course';
import { Said } from './Said';
import { useComplaint, useComplaintAnswer } from './useComplaint';
import { useMyComplaints } from './useGuidance';
import '../../i18n/complaints';
import './complaints.css';
import { Dotted } from '../../ui/marks/Dotted';

/** A complaint that was sent to the unit, as its case handlers answer it. */
export function UnitComplaintPage() {
  const { t } = useTranslation('complaints');
  const { municipality = '', complaint: id = '' } = useParams();
  const found = useComplaintAnswer(id);
  const words = useMyComplaints();
  return (
    <UnitPage>
      {(found.isPending || words.isPending) && <Loading label={t('loading')} />}
      {found.isError && <ProblemStatement error={found.error} onRetry={() => void found.refetch()} />}
      {words.isError && <ProblemStatement error={words.error} onRetry={() => void words.refetch()} />}
      {found.data && words.data && (
        <div className="front">
          <Link className="ds-link screen-only" to={deskPath(municipality)}>
            {t('unit.back')}
          </Link>
          <Answered complaint={found.data} guidance={words.data.guidance} />
        </div>
      )}
    </UnitPage>
  );
}

function Answered({ complaint, guidance }: { complaint: ComplaintAnswer; guidance: Guidance }) {
  const { t } = useTranslation('complaints');
  const acting = useComplaint(complaint);
  return (
    <>
      <PageHeading tab={t('tab')} title={t('unit.title', { name: complaint.name })} />
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
      {complaint.representative && <p>{t('unit.representative', { name: complaint.representative })}</p>}
      {complaint.taken_down && (
        <p>
          {t('unit.takenDown')}{' '}
          {!complaint.identity && (
            <>
              {t('unit.unsigned')}{' '}
              <Link className="ds-link" to={complaintPrintPath(complaint.id)}>
                {t('unit.toSign')}
              </Link>
            </>
          )}
        </p>
      )}
      <Course acting={acting} complaint={complaint} guidance={guidance} />
      <Said said={acting.said} />
    </>
  );
}
