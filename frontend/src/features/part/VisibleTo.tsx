import { ChevronDownIcon, ChevronUpIcon, EyeIcon } from '@navikt/aksel-icons';
import { useId, useState } from 'react';
import { Link } from 'react-router';
import { initialsOf, othersWhoSee } from '../../domain/people';
import type { PartView, PlanView } from '../../domain/types';
import { usePeopleWords } from '../../i18n/usePeopleWords';
import { useTranslation } from '../../i18n/useTranslation';
import { grantsPath } from '../../paths';
import { PersonMark } from '../../ui/marks/PersonMark';

/** "Synlig for deg, koordinator og skole": the readers of a part, expandable to names and levels. */
export function VisibleTo({ plan, part }: { plan: PlanView; part: PartView }) {
  const { t } = useTranslation('plan');
  const { rolesOf, join } = usePeopleWords();
  const [open, setOpen] = useState(false);
  const id = useId();
  const others = othersWhoSee(plan, part);
  const people = join([t('visible.you'), ...rolesOf(others.map(({ person }) => person))]);
  const Chevron = open ? ChevronUpIcon : ChevronDownIcon;
  return (
    <div className="visible">
      <button
        aria-controls={id}
        aria-expanded={open}
        className="visible__line"
        onClick={() => setOpen(!open)}
        type="button"
      >
        <EyeIcon aria-hidden="true" fontSize="1.375rem" />
        <span>{others.length === 0 ? t('visible.onlyYou') : t('visible.line', { people })}</span>
        <Chevron aria-hidden="true" fontSize="1.25rem" />
      </button>
      <div className="visible__people" hidden={!open} id={id}>
        {open && <People part={part} plan={plan} />}
      </div>
    </div>
  );
}

function People({ plan, part }: { plan: PlanView; part: PartView }) {
  const { t } = useTranslation('plan');
  const { roleAndPlace } = usePeopleWords();
  return (
    <>
      <ul aria-label={t('visible.heading')} className="plain-list people">
        {othersWhoSee(plan, part).map(({ participant, person, level }) => (
          <li className="people__row" key={participant}>
            <PersonMark person={{ initials: initialsOf(person.name) }} />
            <span className="people__words">
              <span className="people__name">{person.name}</span>
              <span className="quiet">{roleAndPlace(person)}</span>
            </span>
            <span className="people__level">{t(`visible.can.${level}`, '')}</span>
          </li>
        ))}
      </ul>
      {plan.may_read_grants && (
        <Link className="ds-link" to={`${grantsPath(plan.id)}?part=${part.id}`}>
          {t(plan.may_sign ? 'visible.change' : 'visible.read')}
        </Link>
      )}
    </>
  );
}
