import { Link } from 'react-router';
import type { StoodInCase } from '../../../domain/openapi';
import { dayAsSpoken } from '../../../i18n/spoken';
import { useTranslation } from '../../../i18n/useTranslation';
import { planPath } from '../../../paths';
import { Checklist } from './Checklist';
import { Unfolding } from './Unfolding';

/** For whom this person stands in, as long as whoever coordinates is away: the plan, and the checklist. */
export function StandingIn({ cases }: { cases: readonly StoodInCase[] }) {
  const { t } = useTranslation('coordinator');
  if (cases.length === 0) return null;
  return (
    <section aria-labelledby="standing-in" className="case-work">
      <h2 className="section-heading" id="standing-in">
        {t('standingIn.title')}
      </h2>
      <ul className="plain-list plan-words">
        {cases.map((each) => (
          <li key={each.id}>
            <StoodIn stoodIn={each} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function StoodIn({ stoodIn }: { stoodIn: StoodInCase }) {
  const { t, i18n } = useTranslation(['coordinator', 'cases']);
  const { id, code, name, coordinator, until, plan, municipality } = stoodIn;
  const day = until && dayAsSpoken(until, i18n.language);
  return (
    <article className="case-card">
      <h3 className="section-heading">{name}</h3>
      <p>{t(day ? 'standingIn.until' : 'standingIn.open', { coordinator, day })}</p>
      <p>{t('standingIn.marked')}</p>
      {plan && (
        <p>
          <Link className="ds-link" to={planPath(plan)}>
            {t('cases:coordinated.open', { name })}
          </Link>
        </p>
      )}
      <p className="quiet">
        {t('cases:coordinated.municipality', { name: municipality })} {t('cases:code', { code })}
      </p>
      <Unfolding title={t('checklist.open', { name })}>
        <Checklist id={id} />
      </Unfolding>
    </article>
  );
}
