import { Link, useParams } from 'react-router';
import type { ComplaintAnswer, Guidance } from '../../domain/openapi';
import { useTranslation } from '../../i18n/useTranslation';
import { complaintPrintPath, deskPath } from '../../paths';
import { PageHeading } from '../../ui/PageHeading';
import { PaperFoot } from '../../ui/paper/PaperFoot';
import { Answered } from '../../ui/problems/Answered';
import { UnitPage } from '../../ui/unit/UnitPage';
import { KeepsWords } from '../../ui/unsent/KeepsWords';
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
      <KeepsWords>
        <Answered loading={t('loading')} of={found}>
          {(complaint) => (
            <Answered loading={t('loading')} of={words}>
              {({ guidance }) => (
                <div className="front">
                  <Link className="ds-link screen-only" to={deskPath(municipality)}>
                    {t('unit.back')}
                  </Link>
                  <One complaint={complaint} guidance={guidance} />
                </div>
              )}
            </Answered>
          )}
        </Answered>
      </KeepsWords>
    </UnitPage>
  );
}

function One({ complaint, guidance }: { complaint: ComplaintAnswer; guidance: Guidance }) {
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
