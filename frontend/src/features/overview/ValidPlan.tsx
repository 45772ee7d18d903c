import { Button } from '@digdir/designsystemet-react';
import { lazy, Suspense, useState } from 'react';
import { isOwner, represents } from '../../domain/people';
import type { PlanView } from '../../domain/types';
import { useTranslation } from '../../i18n/useTranslation';
import { Loading } from '../../ui/Loading';
import { takesFocus } from '../../ui/PageHeading';

const PlanIsValid = lazy(async () => ({
  default: (await import('../cases/own/PlanIsValid')).PlanIsValid,
}));

/** For the owner, who says when the plan is valid, and who acts for them. Asked for: opening a plan costs nothing of a case. */
export function ValidPlan({ plan }: { plan: PlanView }) {
  const { t } = useTranslation('plan');
  const [asked, setAsked] = useState(false);
  if (!isOwner(plan) && !represents(plan)) return null;
  return (
    <section aria-labelledby="valid-plan" className="participants screen-only valid-plan">
      <h2 className="section-heading" id="valid-plan">
        {t('front.valid.title')}
      </h2>
      {asked ? (
        <div ref={takesFocus} tabIndex={-1}>
          <Suspense fallback={<Loading label={t('loading')} />}>
            <PlanIsValid plan={plan.id} />
          </Suspense>
        </div>
      ) : (
        <>
          <p className="quiet">{t('front.valid.text')}</p>
          <Button className="glance__ask" data-size="sm" onClick={() => setAsked(true)} variant="secondary">
            {t('front.valid.ask')}
          </Button>
        </>
      )}
    </section>
  );
}
