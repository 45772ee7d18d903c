import { Alert } from '@digdir/designsystemet-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import { apiGet, keys } from '../../api';
import type { CaseAnswer } from '../../domain/openapi';
import { dayInFull } from '../../i18n/spoken';
import { useTranslation } from '../../i18n/useTranslation';
import { deskPath } from '../../paths';
import { PageHeading } from '../../ui/PageHeading';
import { PaperFoot } from '../../ui/paper/PaperFoot';
import { Answered } from '../../ui/problems/Answered';
import { UnitPage } from '../../ui/unit/UnitPage';
import { KeepsWords, WordsPlace } from '../../ui/unsent/KeepsWords';
import { OwnerArrival } from './arrival/OwnerArrival';
import { CoordinatorsPlace } from './CoordinatorsPlace';
import { DeskActs } from './desk/DeskActs';
import { Timeline } from './desk/Timeline';
import { useCase, useDesk, useStepWords } from './desk/useDesk';
import { Letters } from './letter/Letters';
import { Responsibility } from './Responsibility';
import '../../i18n/cases';
import './desk/words';
import './cases.css';

/** One case as the unit works on it; of a plan it shows nothing. `children`: what else there is about it. */
export function DeskCasePage({ children }: { children?: ReactNode }) {
  const { t } = useTranslation('cases');
  const { municipality = '', case: id = '' } = useParams();
  const found = useCase(id);
  return (
    <UnitPage>
      <KeepsWords>
        <Answered loading={t('desk.loading')} of={found}>
          {(answer) => (
            <div className="front">
              <Link className="ds-link screen-only" to={deskPath(municipality)}>
                {t('desk.back')}
              </Link>
              <CaseView found={answer} id={id} municipality={municipality} />
              {children}
            </div>
          )}
        </Answered>
      </KeepsWords>
    </UnitPage>
  );
}

function CaseView({ found, id, municipality }: { found: CaseAnswer; id: string; municipality: string }) {
  const { t } = useTranslation('cases');
  const desk = useDesk(municipality, id, found.number);
  return (
    <>
      <PageHeading tab={t('desk.tab')} title={found.row.name} />
      <PaperFoot words={t('paper', { name: found.row.name })} />
      <Facts found={found} />
      <Letters found={found} id={id} municipality={municipality} />
      <ChecklistDone id={id} />
      {found.row.status === 'open' && <OwnerArrival id={id} owner={found.row.name} />}
      <WordsPlace id={id}>
        <div className="desk-tracks screen-only" ref={desk.around}>
          <DeskActs desk={desk} found={found} municipality={municipality} />
        </div>
      </WordsPlace>
      <div className="desk-said" role="status">
        {desk.said && <Alert data-color={desk.said.wrong ? 'warning' : 'success'}>{desk.said.words}</Alert>}
      </div>
      <Timeline found={found} />
    </>
  );
}

/** How much whoever coordinates has gone through; of what, the unit does not see. */
function ChecklistDone({ id }: { id: string }) {
  const { t } = useTranslation('desk');
  const { data } = useQuery({
    queryKey: keys.checklist(id),
    queryFn: ({ signal }) => apiGet('/api/cases/{case}/checklist', { case: id }, signal),
  });
  const [done, of] = ['done', 'of'].map((each) =>
    (data?.phases ?? []).reduce((sum, phase) => sum + phase[each as 'done' | 'of'], 0),
  );
  return done ? <p className="quiet">{t('checklist', { done, of })}</p> : null;
}

/** Who coordinates or is proposed, and whom the owner named. */
function Coordination({ found }: { found: CaseAnswer }) {
  const { t } = useTranslation(['desk', 'cases']);
  const { name, workplace, candidate } = found.coordinator;
  const { wished } = found.row.coordinator;
  const whom = [name, workplace].filter(Boolean).join(', ');
  return (
    <>
      {whom && <p>{t('facts.coordinator', { whom })}</p>}
      <CoordinatorsPlace of={found.coordinator} />
      {candidate && <p>{t('cases:own.proposed', { name: candidate })}</p>}
      {wished && <p>{t('leaving.wished', { name: wished })}</p>}
    </>
  );
}

function Facts({ found }: { found: CaseAnswer }) {
  const { t, i18n } = useTranslation('cases');
  const wordsOf = useStepWords();
  const { row } = found;
  return (
    <section className="case-card">
      {row.protected && <strong>{t('desk.protected')}</strong>}
      <p>
        {t('desk.wish')}: {row.asked.map((each) => t(`own.things.${each}`)).join(', ')}
      </p>
      <p>
        {t('desk.consent')}: {t(`desk.consents.${row.consent}`)},{' '}
        {t(row.consent_checked ? 'desk.checked' : 'desk.unchecked')}
      </p>
      {found.contact && (
        <p>
          {t('desk.contact')}: {found.contact}
        </p>
      )}
      {found.born && (
        <p>
          {t('desk.born')}: {dayInFull(found.born, i18n.language)}
        </p>
      )}
      {found.expected && (
        <p>
          {t('desk.expected')}: {dayInFull(found.expected, i18n.language)}
        </p>
      )}
      <p>
        {t('desk.handler')}: {row.handler || t('desk.nobody')}
      </p>
      <Responsibility of={found.responsibility} />
      <Coordination found={found} />
      <ul className="plain-list">
        {found.waiting.map((wait) => (
          <li key={`${wait.step} ${wait.since}`}>
            {wordsOf(wait.who, wait.step)}
            {wait.due &&
              `. ${t(wait.days_late > 0 ? 'own.wasDue' : 'own.due', { day: dayInFull(wait.due, i18n.language) })}`}
          </li>
        ))}
      </ul>
      <p className="quiet">{t('code', { code: found.code })}</p>
    </section>
  );
}
