import { Alert } from '@digdir/designsystemet-react';
import { useEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import { usePlans } from '../../../api';
import type { AwayAnswer, CoordinatedCase, WaitAnswer } from '../../../domain/openapi';
import { dayAsSpoken } from '../../../i18n/spoken';
import { useTranslation } from '../../../i18n/useTranslation';
import { planPath } from '../../../paths';
import { WordsPlace } from '../../../ui/unsent/KeepsWords';
import { useWrittenPlaces } from '../../../ui/unsent/unsent';
import type { Act } from '../own/useAct';
import { Reviews } from '../reviews/Reviews';
import { TellReview } from '../reviews/TellReview';
import { Checklist } from './Checklist';
import { CoordinatorActs } from './CoordinatorActs';
import { inOrder, type Urgency, type Work } from './due';
import { Unfolding } from './Unfolding';
import { type CameOf, useCoordinatorActs } from './useCoordinated';
import { WithoutAnswer } from './WithoutAnswer';

interface CasesProps {
  cases: CoordinatedCase[];
  came: CameOf | null;
  onCame: (came: CameOf | null) => void;
}

const SECTIONS: readonly Urgency[] = ['waits', 'soon', 'all'];

/** What waits, what comes within a month, and all others; in each, what is due first, first. */
export function CoordinatedCases({ cases, came, onCame }: CasesProps) {
  const { t } = useTranslation('cases');
  const plans = usePlans();
  const works = inOrder(cases, plans.data ?? []);
  const sectionOf = useSections(works);
  return SECTIONS.map((section) => {
    const there = works.filter((work) => sectionOf(work) === section);
    if (there.length === 0) return null;
    return (
      <section aria-labelledby={`work-${section}`} className="case-work" key={section}>
        <h2 className="section-heading" id={`work-${section}`}>
          {t(`coordinated.${section}`)}
        </h2>
        <ul className="plain-list plan-words">
          {there.map((work) => (
            <li key={work.coordinated.id}>
              <Case came={came?.of === work.coordinated.id ? came : null} onCame={onCame} work={work} />
            </li>
          ))}
        </ul>
      </section>
    );
  });
}

/** Under which heading each stands. One that is being written in stays where it is: elsewhere it would be another form. */
function useSections(works: readonly Work[]): (work: Work) => Urgency {
  const written = useWrittenPlaces();
  const [stood, stand] = useState<Record<string, Urgency>>({});
  const now = Object.fromEntries(
    works.map(({ coordinated: { id }, urgency }) => [
      id,
      written.includes(id) ? (stood[id] ?? urgency) : urgency,
    ]),
  );
  if (works.some(({ coordinated: { id } }) => now[id] !== stood[id])) stand(now);
  return ({ coordinated: { id }, urgency }) => now[id] ?? urgency;
}

function Case({ work, came, onCame }: { work: Work } & Omit<CasesProps, 'cases'>) {
  const { t, i18n } = useTranslation('cases');
  const { act } = useCoordinatorActs(work.coordinated, onCame);
  const review: Act = (action, said) => act({ action, said });
  const heading = useRef<HTMLHeadingElement>(null);
  const wrong = useRef<HTMLDivElement>(null);
  const { name, plan, waiting, others, status, start, goes, away, municipality, code } = work.coordinated;
  const day = (iso: string) => dayAsSpoken(iso, i18n.language);
  useEffect(() => {
    // The form is gone, and what had the focus with it; or its button was not to be pressed while it was sent.
    if (came && document.activeElement === document.body) (came.wrong ? wrong : heading).current?.focus();
  }, [came]);
  return (
    <article className="case-card">
      <h3 className="section-heading" ref={heading} tabIndex={-1}>
        {name}
      </h3>
      <p>{t(`coordinated.plan.${plan.status}`)}</p>
      {plan.proposed && <p>{t('coordinated.proposed')}</p>}
      {waiting.filter(isOfThePlan).map((wait) => (
        <Waiting key={wait.step} name={name} wait={wait} waits={plan.status === 'revision-due'} />
      ))}
      {work.unanswered > 0 && <p>{t('coordinated.unanswered', { count: work.unanswered })}</p>}
      {work.late > 0 && <p>{t('coordinated.late', { count: work.late })}</p>}
      {others.map(({ step, since }) => (
        <p key={step}>{t(`coordinated.awaited.${step}`, { name, day: day(since) })}</p>
      ))}
      {work.urgency === 'all' && waiting.length + others.length === 0 && <p>{t('coordinated.nothing')}</p>}
      {plan.plan && (
        <p>
          <Link className="ds-link" to={planPath(plan.plan)}>
            {t('coordinated.open', { name })}
          </Link>
        </p>
      )}
      {away && <Away away={away} />}
      <p className="quiet">
        {goes
          ? t('coordinated.goes', { day: day(goes) })
          : t(`coordinated.status.${status}`, { day: day(start) })}{' '}
        {t('coordinated.municipality', { name: municipality })} {t('code', { code })}
      </p>
      <WordsPlace id={work.coordinated.id}>
        <Reviews act={review} may={work.coordinated.may} nested reviews={work.coordinated.reviews} />
        {work.coordinated.may.includes('review-opened') && <TellReview act={review} />}
        {plan.plan && (
          <Unfolding title={t('coordinator:unanswered.open', { name })}>
            <WithoutAnswer plan={plan.plan} />
          </Unfolding>
        )}
        <Unfolding title={t('coordinator:checklist.open', { name })}>
          <Checklist id={work.coordinated.id} />
        </Unfolding>
        <CoordinatorActs coordinated={work.coordinated} onCame={onCame} />
      </WordsPlace>
      <div role="status">
        {came && (
          <Alert data-color={came.wrong ? 'warning' : 'success'} ref={wrong} tabIndex={-1}>
            {came.words}
          </Alert>
        )}
      </div>
    </article>
  );
}

function Away({ away }: { away: AwayAnswer }) {
  const { t, i18n } = useTranslation('cases');
  const { until, substitute } = away;
  return (
    <p>
      {until ? t('coordinated.awayUntil', { day: dayAsSpoken(until, i18n.language) }) : t('coordinated.away')}{' '}
      {substitute && t('place.substitute', { name: substitute })}
    </p>
  );
}

/** What else is to be gone through stands below, each with its answers. */
const isOfThePlan = ({ step }: WaitAnswer) => step !== 'go-through';

interface WaitingProps {
  name: string;
  wait: WaitAnswer;
  /** It has come already, and not only the day by which it is to be done. */
  waits: boolean;
}

function Waiting({ name, wait, waits }: WaitingProps) {
  const { t, i18n } = useTranslation('cases');
  return (
    <p>
      {t('coordinated.revise', { name })}{' '}
      {waits && t('coordinated.since', { day: dayAsSpoken(wait.since, i18n.language) })}{' '}
      {wait.due &&
        t(wait.days_late > 0 ? 'own.wasDue' : 'own.due', { day: dayAsSpoken(wait.due, i18n.language) })}{' '}
      {wait.days_late > 0 && <strong>{t('own.late', { count: wait.days_late })}</strong>}
    </p>
  );
}
