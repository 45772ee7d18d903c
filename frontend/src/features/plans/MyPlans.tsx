import { Field, Input, Label, Tag } from '@digdir/designsystemet-react';
import { ChevronRightIcon } from '@navikt/aksel-icons';
import { useId, useState } from 'react';
import { Link } from 'react-router';
import { holds, inNorwegianOrder } from '../../domain/alphabet';
import type { PlanSummary } from '../../domain/types';
import { useTranslation } from '../../i18n/useTranslation';
import { planPath } from '../../paths';
import { PageHeading } from '../../ui/PageHeading';

/** Fewer are seen at a glance. */
const SEARCHED_FROM = 5;

/** Several plans by the names of their owners, each with what waits there. */
export function MyPlans({ plans }: { plans: PlanSummary[] }) {
  const { t } = useTranslation('plan');
  const [typed, setTyped] = useState('');
  const found = plans
    .filter((plan) => holds(plan.owner_name, typed))
    .sort((one, other) => inNorwegianOrder(one.owner_name, other.owner_name));
  return (
    <div className="front">
      <PageHeading tab={t('plans.title')} title={t('plans.title')} />
      {plans.length >= SEARCHED_FROM && <Search found={found.length} onType={setTyped} typed={typed} />}
      <ul className="plain-list plan-list">
        {found.map((plan) => (
          <li key={plan.id}>
            <PlanRow plan={plan} />
          </li>
        ))}
      </ul>
    </div>
  );
}

interface SearchProps {
  typed: string;
  found: number;
  onType: (typed: string) => void;
}

function Search({ typed, found, onType }: SearchProps) {
  const { t } = useTranslation('plan');
  const id = useId();
  return (
    <div className="plan-search">
      <Field>
        <Label htmlFor={id}>{t('plans.search')}</Label>
        <Input
          autoComplete="off"
          id={id}
          onChange={(event) => onType(event.target.value)}
          type="search"
          value={typed}
        />
      </Field>
      <p className="quiet" role="status">
        {typed.trim() && t('plans.found', { count: found })}
      </p>
    </div>
  );
}

function PlanRow({ plan }: { plan: PlanSummary }) {
  const { t } = useTranslation(['plan', 'common']);
  return (
    <Link className="plan-row" to={planPath(plan.id)}>
      <span className="people__words">
        <span className="people__name">{t('plans.planOf', { name: plan.owner_name })}</span>
        <span className="quiet">
          {plan.role === 'owner'
            ? t('plans.yourOwn')
            : t('plans.yourRole', { role: t(`common:roles.${plan.role}`) })}
        </span>
      </span>
      <span className="plan-row__waiting">
        {plan.unanswered > 0 && (
          <Tag data-color="info" data-size="sm">
            {t('plans.unanswered', { count: plan.unanswered })}
          </Tag>
        )}
        {plan.late > 0 && (
          <Tag data-color="warning" data-size="sm">
            {t('plans.late', { count: plan.late })}
          </Tag>
        )}
      </span>
      <ChevronRightIcon aria-hidden="true" fontSize="1.5rem" />
    </Link>
  );
}
