import { Alert } from '@digdir/designsystemet-react';
import type { DecidedThing, OwnCase, WaitAnswer } from '../../../domain/openapi';
import { dayAsSpoken, dayInFull, listed } from '../../../i18n/spoken';
import { useTranslation } from '../../../i18n/useTranslation';
import { WordsPlace } from '../../../ui/unsent/KeepsWords';
import { CoordinatorsPlace } from '../CoordinatorsPlace';
import { Responsibility } from '../Responsibility';
import { Reviews } from '../reviews/Reviews';
import { TellReview } from '../reviews/TellReview';
import { GoneThrough } from './GoneThrough';
import { OwnActs } from './OwnActs';
import { OwnPlan } from './OwnPlan';
import { useOwnDay, useOwnWords } from './ownWords';
import { alikeAtTheEnd } from './saidOnce';
import { useAct } from './useAct';

interface ViewProps {
  own: OwnCase;
  /** A complaint waits, which stands on the page before all cases. */
  complained?: boolean;
}

export function OwnCaseView({ own, complained = false }: ViewProps) {
  const { t } = useTranslation('cases');
  const say = useOwnWords();
  const { act, said } = useAct(own);
  const steps = own.waiting.filter(isNoReview);
  return (
    <>
      <p>{useWhose(own)}</p>
      <Acting own={own} />
      <Stages own={own} />
      <section className="case-card">
        <h2 className="section-heading">{say('now')}</h2>
        <p>{own.stage}</p>
        <Coordinator own={own} />
        <Responsibility of={own.responsibility} />
        {own.waiting.length === 0 && <p>{say(complained ? 'nothingElse' : 'nothing')}</p>}
        {steps.length > 0 && (
          <ul className="plain-list">
            {steps.map((wait) => (
              <li key={`${wait.step} ${wait.since}`}>
                <Waiting wait={wait} />
              </li>
            ))}
          </ul>
        )}
        <p className="quiet">
          {say('municipality', { name: own.municipality })} {t('code', { code: own.code })}
        </p>
      </section>
      <OwnPlan act={act} own={own} />
      <WordsPlace id={`${own.id} reviews`}>
        <Reviews act={act} may={own.may} reviews={own.reviews} />
      </WordsPlace>
      <section className={isOnPaper(own) ? 'case-card' : 'case-card screen-only'}>
        <h2 className="section-heading">{say('can')}</h2>
        <WordsPlace id={own.id}>
          <OwnActs act={act} own={own} />
        </WordsPlace>
        {own.may.includes('review-opened') && <TellReview act={act} />}
        <div role="status">
          {said && <Alert data-color={said.wrong ? 'warning' : 'success'}>{said.words}</Alert>}
        </div>
      </section>
      <GoneThrough own={own} />
      <Decisions own={own} />
      <section className="case-doors">
        <h2 className="section-heading">{say('doors')}</h2>
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

/** What can be done is no matter of paper, but for what was asked, and the sheet for the new municipality. */
const isOnPaper = ({ questions, may }: OwnCase) => questions.length > 0 || may.includes('passed-on');

/** One person may have several: their own, and one of each child. */
function useWhose({ name, expected }: OwnCase): string {
  const say = useOwnWords();
  const sayDay = useOwnDay();
  return expected ? sayDay('whoseFamily', expected, { name }) : say('whose', { name });
}

/** For whom the reader acts, or who acts for them. */
function Acting({ own }: { own: OwnCase }) {
  const { i18n } = useTranslation('cases');
  const say = useOwnWords();
  const spoken = (day: string) => dayInFull(day, i18n.language);
  if (own.acting) {
    const { owner, basis, until } = own.acting;
    return (
      <Alert data-color="info">
        {say('acting', { name: owner, basis: say(`bases.${basis}`), day: spoken(until) })}
        {basis === 'parents' && <p>{say('parentsEnd')}</p>}
      </Alert>
    );
  }
  return own.representatives.map(({ person, name, basis, until }) => (
    <div key={person}>
      <p>{say('represented', { name, basis: say(`bases.${basis}`), day: spoken(until) })}</p>
      {basis === 'parents' && <p>{say('parentsEnd', { name })}</p>}
    </div>
  ));
}

/** Of a plan and a coordinator, what was asked for or has come all the same. */
function Stages({ own }: { own: OwnCase }) {
  const { i18n } = useTranslation('cases');
  const say = useOwnWords();
  const empty = own.coordinator.days_without !== null;
  const shown = own.stages.filter(({ stage, on }) => stage !== 'plan' || on || own.asked.includes('plan'));
  return (
    <ol className="plain-list stages">
      {shown.map(({ stage, on }) => (
        <li className={on ? 'stages__reached' : 'quiet'} key={stage}>
          {say(`stages.${stage}`)}:{' '}
          {on ? dayAsSpoken(on, i18n.language) : say(stage === 'coordinator' && empty ? 'noneNow' : 'notYet')}
        </li>
      ))}
    </ol>
  );
}

/** What is to be gone through stands below, each with its answers. */
const isNoReview = ({ step }: WaitAnswer) => step !== 'go-through';

/** "Enheten skal svare deg. Fristen var 12. mars. 3 dager over tiden." */
function Waiting({ wait }: { wait: WaitAnswer }) {
  const { i18n } = useTranslation('cases');
  const say = useOwnWords();
  return (
    <>
      {say(`who.${wait.who}`)} {say(`steps.${wait.step}`)}.{' '}
      {wait.due && say(wait.days_late > 0 ? 'wasDue' : 'due', { day: dayAsSpoken(wait.due, i18n.language) })}{' '}
      {wait.days_late > 0 && <strong>{say('late', { count: wait.days_late })}</strong>}
    </>
  );
}

function Coordinator({ own }: { own: OwnCase }) {
  const say = useOwnWords();
  const { name, workplace, candidate, days_without } = own.coordinator;
  return (
    <>
      {name && <p>{say('coordinator', { name, workplace })}</p>}
      <CoordinatorsPlace of={own.coordinator} />
      {days_without !== null && (
        <p>
          <strong>{say('without', { count: days_without })}</strong>
        </p>
      )}
      {candidate && <p>{say('proposed', { name: candidate })}</p>}
      {own.departure && <p>{say('departure', { reason: own.departure })}</p>}
    </>
  );
}

/** How one complains is said once about all answers in a row that say it alike. */
function Decisions({ own }: { own: OwnCase }) {
  const { i18n } = useTranslation('cases');
  const say = useOwnWords();
  if (own.decisions.length === 0) return null;
  const inSentence = ({ thing }: DecidedThing) => say(`things.${thing}`).toLowerCase();
  return (
    <section className="case-card">
      <h2 className="section-heading">{say('decisions')}</h2>
      {alikeAtTheEnd(own.decisions).map(({ several, shared }) => [
        several.map(({ thing, outcome, text, known_on }) => (
          <div key={thing}>
            <h3>
              {say(`things.${thing}`)}: {say(`outcomes.${outcome}`)}
            </h3>
            <p className="quiet">{say('knownOn', { day: dayInFull(known_on, i18n.language) })}</p>
            <p className="case-words">{text}</p>
          </div>
        )),
        shared && (
          <div key={several[0]?.thing}>
            <h3>{say('alike', { things: listed(several.map(inSentence), i18n.language) })}</h3>
            <p className="case-words">{shared}</p>
          </div>
        ),
      ])}
    </section>
  );
}
