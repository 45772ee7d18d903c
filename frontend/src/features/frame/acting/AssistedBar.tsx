import { Button } from '@digdir/designsystemet-react';
import { Link } from 'react-router';
import { type RunningSession, useEndAssisted } from '../../../api';
import type { PastSession } from '../../../domain/openapi';
import { firstNameOf } from '../../../domain/people';
import type { PlanView } from '../../../domain/types';
import { hourInNorway } from '../../../i18n/spoken';
import { useTranslation } from '../../../i18n/useTranslation';
import { grantsPath } from '../../../paths';
import '../../../i18n/brought/assisted';
import './assisted.css';

/** Shown on every page of the plan while its coordinator writes what the owner says; one click ends it. */
export function AssistedBar({ plan, running }: { plan: PlanView; running: RunningSession }) {
  const { t } = useTranslation('assisted');
  const end = useEndAssisted(plan.id);
  const owner = firstNameOf(plan.owner_name);
  return (
    <section aria-label={t('bar.label', { owner })} className="assisted-bar">
      <p role="status">
        {t('bar.text', { owner, time: hourInNorway(Date.now() + running.ends_in * 1_000) })}
      </p>
      <Button data-size="sm" onClick={() => !end.isPending && end.mutate(running.id)} variant="secondary">
        {t('bar.end')}
      </Button>
      <p role="alert">{end.isError && t('bar.failed')}</p>
    </section>
  );
}

/** For the owner, until they have read it. */
export function AssistedNotice({ plan, unread }: { plan: PlanView; unread: PastSession[] }) {
  const { t } = useTranslation('assisted');
  const names = [...new Set(unread.map(({ by }) => by))].join(', ');
  return (
    <section aria-label={t('notice.label')} className="assisted-bar">
      <p>{t('notice.text', { names, count: unread.length })}</p>
      <Link className="ds-link" to={`${grantsPath(plan.id)}#skrevet`}>
        {t('notice.see')}
      </Link>
    </section>
  );
}
