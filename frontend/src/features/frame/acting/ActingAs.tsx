import { Button } from '@digdir/designsystemet-react';
import { useActAs } from '../../../api';
import type { PlanView, Writer } from '../../../domain/types';
import { useTranslation } from '../../../i18n/useTranslation';
import './acting.css';

/** For whoever takes part in a plan in several roles: in which they read and write, and the way to another. */
export function ActingAs({ plan, current }: { plan: PlanView; current: Writer['role'] }) {
  const { t } = useTranslation(['plan', 'common']);
  const acting = useActAs();
  // A process of the release before says none, while both run.
  const others = (plan.roles ?? []).filter((each) => each !== current);
  if (others.length === 0) return null;
  return (
    <section aria-label={t('acting.title')} className="acting-as">
      <p>{t('acting.as', { role: t(`common:roles.${current}`) })}</p>
      {others.map((other) => (
        <Button
          data-size="sm"
          key={other}
          onClick={() => !acting.isPending && acting.mutate(other)}
          variant="tertiary"
        >
          {t('acting.change', { role: t(`common:roles.${other}`) })}
        </Button>
      ))}
      <p role="alert">{acting.isError && t('acting.failed')}</p>
    </section>
  );
}
