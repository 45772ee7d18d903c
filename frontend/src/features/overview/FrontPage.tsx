import { useEffect, useState } from 'react';
import { Link } from 'react-router';
import { todayInNorway } from '../../domain/dates';
import { partsOf } from '../../domain/grouping';
import { lateSince } from '../../domain/measure';
import { COORDINATING, firstNameOf, initialsOf, isOwner, mayInvite } from '../../domain/people';
import type { Kind, ParticipantView, PartView, PlanView } from '../../domain/types';
import { usePartTitle } from '../../i18n/partTitle';
import { usePeopleWords } from '../../i18n/usePeopleWords';
import { useTranslation } from '../../i18n/useTranslation';
import { invitePath, partPath } from '../../paths';
import { firstWordsShown } from '../../state/firstWords';
import { NO_FIELDS, useDocument, useFieldsOf } from '../../sync';
import { Loading } from '../../ui/Loading';
import { PersonMark } from '../../ui/marks/PersonMark';
import { PageHeading } from '../../ui/PageHeading';
import { usePlanContext } from '../frame/planContext';
import { afterPaint } from './afterPaint';
import { EmptyParts } from './EmptyParts';
import { Glance } from './Glance';
import { GoalsOverview } from './GoalsOverview';
import { LeavePlan } from './LeavePlan';
import { NewResponsible } from './NewResponsible';
import { OwnWords } from './OwnWords';
import { EmptyPlace } from './place/EmptyPlace';
import { TellChange } from './TellChange';
import { useLater } from './useLater';
import { ValidPlan } from './ValidPlan';
import './front.css';

/** The kinds of part whose fields this page shows. */
const WITH_FIELDS: Kind[] = ['goal', 'measure', 'period'];

/** The front page of a plan: the owner's own text, the goals with their status, and the participants. */
export function FrontPage() {
  const { t } = useTranslation('plan');
  const { plan } = usePlanContext();
  const own = isOwner(plan);
  const title = own ? t('front.titleOwn') : t('front.title', { name: plan.owner_name });
  const aboutMe = plan.parts.find((part) => part.kind === 'about-me');
  // The owner's own words come first: on a weak line everything else waits until they are there.
  const [wordsShown, setWordsShown] = useState(false);
  const next = wordsShown || !aboutMe;
  useEffect(() => {
    if (next) firstWordsShown();
  }, [next]);
  const fields = useFieldsOf(next ? plan.parts.filter(({ kind }) => WITH_FIELDS.includes(kind)) : []);
  // On a slow phone what is below takes a quarter of a second, while the document of the words could be on its way.
  const rest = useLater();
  const today = todayInNorway();
  const late = partsOf(plan.parts, 'measure').filter(
    (measure) => lateSince(fields.get(measure.id) ?? NO_FIELDS, today) !== null,
  );
  return (
    <div className="front">
      <PageHeading tab={t('front.tab')} title={title} />
      <Glance fields={fields} late={late.length} plan={plan} />
      {aboutMe && <Important key={aboutMe.id} onShown={setWordsShown} part={aboutMe} plan={plan} />}
      {rest && (
        <>
          <NewResponsible fields={fields} plan={plan} />
          <GoalsOverview fields={fields} late={late} plan={plan} />
          <Participants plan={plan} />
          <EmptyParts plan={plan} />
          <ValidPlan plan={plan} />
        </>
      )}
    </div>
  );
}

interface ImportantProps {
  plan: PlanView;
  part: PartView;
  onShown: (shown: true) => void;
}

function Important({ plan, part, onShown }: ImportantProps) {
  const { t } = useTranslation('plan');
  const { doc, phase } = useDocument(part.document);
  const settled = phase !== 'opening';
  useEffect(() => (settled ? afterPaint(() => onShown(true)) : undefined), [settled, onShown]);
  const title = usePartTitle(plan)(part);
  const own = isOwner(plan);
  const name = firstNameOf(plan.owner_name);
  const heading = own ? t('front.important') : t('front.importantOf', { name });
  return (
    <section aria-labelledby="important" className="important">
      <h2 className="section-heading" id="important">
        {heading}
      </h2>
      {doc && (phase === 'open' || phase === 'stopped') ? (
        <OwnWords
          doc={doc}
          under={t('front.important')}
          empty={<p className="quiet">{own ? t('front.aboutEmptyOwn') : t('front.aboutEmpty', { name })}</p>}
        />
      ) : phase === 'stopped' ? (
        <p className="quiet">{t('part.quarantinedTitle')}</p>
      ) : (
        <Loading label={t('part.loading')} />
      )}
      <Link className="ds-link" to={partPath(plan.id, part.id)}>
        {t(own ? 'front.readOrChange' : 'front.readAll', { part: title })}
      </Link>
    </section>
  );
}

function Participants({ plan }: { plan: PlanView }) {
  const { t } = useTranslation('plan');
  const coordinators = plan.participants.filter(({ role }) => COORDINATING.includes(role));
  const others = plan.participants.filter(({ role }) => !COORDINATING.includes(role));
  return (
    <section aria-labelledby="participants" className="participants">
      <h2 className="section-heading" id="participants">
        {t('front.coordinator')}
      </h2>
      {!coordinators.some(({ role }) => role === 'coordinator') && <EmptyPlace plan={plan} />}
      <PeopleRows people={coordinators} plan={plan} />
      <h2 className="section-heading">{t('front.participants')}</h2>
      <PeopleRows people={others} plan={plan} />
      {mayInvite(plan) && (
        <p>
          <Link className="ds-link" to={invitePath(plan.id)}>
            {t('front.invite')}
          </Link>
        </p>
      )}
      <TellChange plan={plan} />
    </section>
  );
}

function PeopleRows({ people, plan }: { people: ParticipantView[]; plan: PlanView }) {
  const { t } = useTranslation('plan');
  const { roleAndPlace } = usePeopleWords();
  return (
    <ul className="plain-list people people--columns">
      {people.map((person) => (
        <li className="people__row" key={person.id}>
          <PersonMark me={person.id === plan.me} person={{ initials: initialsOf(person.name) }} />
          <span className="people__words">
            <span className="people__name">
              {person.name} {person.id === plan.me && t('front.youSuffix')}
            </span>
            <span className="quiet">{roleAndPlace(person)}</span>
            {person.id === plan.me && <LeavePlan plan={plan} />}
          </span>
        </li>
      ))}
    </ul>
  );
}
