import { Alert } from '@digdir/designsystemet-react';
import type { OwnCase, WaitAnswer } from '../../../domain/openapi';
import { dayAsSpoken, dayInFull } from '../../../i18n/spoken';
import { useTranslation } from '../../../i18n/useTranslation';
import { Responsibility } from '../Responsibility';
import { Reviews } from '../reviews/Reviews';
import { OwnActs } from './OwnActs';
import { OwnPlan } from './OwnPlan';
import { useAct } from './useAct';

export function OwnCaseView({ own }: { own: OwnCase }) {
  const { t } = useTranslation('cases');
  const { act, said } = useAct(own);
  const reviews = <Reviews act={act} may={own.may} reviews={own.reviews} />;
  return (
    <>
      <p>{useWhose(own)}</p>
      <Acting own={own} />
      <Stages own={own} />
      <section className="case-card">
        <h2 className="section-heading">{t('own.now')}</h2>
        <p>{own.stage}</p>
        <Coordinator own={own} />
        <Responsibility of={own.responsibility} />
        {own.waiting.length === 0 && <p>{t('own.nothing')}</p>}
        <ul className="plain-list">
          {own.waiting.filter(isNoReview).map((wait) => (
            <li key={`${wait.step} ${wait.since}`}>
              <Waiting wait={wait} />
            </li>
          ))}
        </ul>
        <p className="quiet">
          {t('own.municipality', { name: own.municipality })} {t('code', { code: own.code })}
        </p>
      </section>
      <OwnPlan act={act} own={own} />
      {own.reviews.length > 0 && reviews}
      <section className="case-card">
        <h2 className="section-heading">{t('own.can')}</h2>
        <OwnActs act={act} own={own} />
        {own.reviews.length === 0 && reviews}
        <div role="status">
          {said && <Alert data-color={said.wrong ? 'warning' : 'success'}>{said.words}</Alert>}
        </div>
      </section>
      <Decisions own={own} />
      <section className="case-doors">
        <h2 className="section-heading">{t('own.doors')}</h2>
        {own.doors.map(({ title, text }) => (
          <div key={title}>
            <h3>{title}</h3>
            <p>{text}</p>
          </div>
        ))}
      </section>
    </>
  );
}

/** One person may have several: their own, and one of each child. */
function useWhose({ name, expected }: OwnCase): string {
  const { t, i18n } = useTranslation('cases');
  if (!expected) return t('own.whose', { name });
  return t('own.whoseFamily', { name, day: dayAsSpoken(expected, i18n.language) });
}

/** For whom the reader acts, or who acts for them. */
function Acting({ own }: { own: OwnCase }) {
  const { t, i18n } = useTranslation('cases');
  const spoken = (day: string) => dayInFull(day, i18n.language);
  if (own.acting) {
    const { owner, basis, until } = own.acting;
    return (
      <Alert data-color="info">
        {t('own.acting', { name: owner, basis: t(`own.bases.${basis}`), day: spoken(until) })}
      </Alert>
    );
  }
  return own.representatives.map(({ person, name, basis, until }) => (
    <p key={person}>{t('own.represented', { name, basis: t(`own.bases.${basis}`), day: spoken(until) })}</p>
  ));
}

/** Of a plan and a coordinator, what was asked for or has come all the same. */
function Stages({ own }: { own: OwnCase }) {
  const { t, i18n } = useTranslation('cases');
  const empty = own.coordinator.days_without !== null;
  const shown = own.stages.filter(({ stage, on }) => stage !== 'plan' || on || own.asked.includes('plan'));
  return (
    <ol className="plain-list stages">
      {shown.map(({ stage, on }) => (
        <li className={on ? 'stages__reached' : 'quiet'} key={stage}>
          {t(`own.stages.${stage}`)}:{' '}
          {on
            ? dayAsSpoken(on, i18n.language)
            : t(stage === 'coordinator' && empty ? 'own.noneNow' : 'own.notYet')}
        </li>
      ))}
    </ol>
  );
}

/** What is to be gone through stands below, each with its answers. */
const isNoReview = ({ step }: WaitAnswer) => step !== 'go-through';

/** "Enheten skal svare deg. Fristen var 12. mars. 3 dager over tiden." */
function Waiting({ wait }: { wait: WaitAnswer }) {
  const { t, i18n } = useTranslation('cases');
  return (
    <>
      {t(`own.who.${wait.who}`)} {t(`own.steps.${wait.step}`)}.{' '}
      {wait.due &&
        t(wait.days_late > 0 ? 'own.wasDue' : 'own.due', { day: dayAsSpoken(wait.due, i18n.language) })}{' '}
      {wait.days_late > 0 && <strong>{t('own.late', { count: wait.days_late })}</strong>}
    </>
  );
}

function Coordinator({ own }: { own: OwnCase }) {
  const { t, i18n } = useTranslation('cases');
  const { name, workplace, candidate, days_without, goes } = own.coordinator;
  return (
    <>
      {name && <p>{t('own.coordinator', { name, workplace })}</p>}
      {goes && <p>{t('own.goes', { name, day: dayAsSpoken(goes, i18n.language) })}</p>}
      {days_without !== null && (
        <p>
          <strong>{t('own.without', { count: days_without })}</strong>
        </p>
      )}
      {candidate && <p>{t('own.proposed', { name: candidate })}</p>}
      {own.departure && <p>{t('own.departure', { reason: own.departure })}</p>}
    </>
  );
}

function Decisions({ own }: { own: OwnCase }) {
  const { t } = useTranslation('cases');
  if (own.decisions.length === 0) return null;
  return (
    <section className="case-card">
      <h2 className="section-heading">{t('own.decisions')}</h2>
      {own.decisions.map(({ thing, outcome, text }) => (
        <div key={thing}>
          <h3>
            {t(`own.things.${thing}`)}: {t(`own.outcomes.${outcome}`)}
          </h3>
          <p className="case-words">{text}</p>
        </div>
      ))}
    </section>
  );
}
