import { Button } from '@digdir/designsystemet-react';
import { Link } from 'react-router';
import type { OwnCase } from '../../../domain/openapi';
import { dayAsSpoken } from '../../../i18n/spoken';
import { useTranslation } from '../../../i18n/useTranslation';
import { planPath } from '../../../paths';
import { Loading } from '../../../ui/Loading';
import { takesFocus } from '../../../ui/PageHeading';
import { ProblemStatement } from '../../../ui/ProblemStatement';
import { Unfolding } from './Unfolding';
import type { Act } from './useAct';
import { useShown } from './useAct';

interface Props {
  own: OwnCase;
  act: Act;
}

/** The plan as its owner sees it from their case: what they consent to, then where it is. */
export function OwnPlan({ own, act }: Props) {
  const { t, i18n } = useTranslation('cases');
  const { plan, status, next_revision } = own.plan;
  const offered = status === 'offered';
  if (!offered && !plan) return null;
  return (
    <section className="case-card">
      <h2 className="section-heading">{t('own.plan.title')}</h2>
      {offered && <Consent act={act} own={own} />}
      {plan && (
        <>
          <p>{t(`own.plan.status.${status}`)}</p>
          {own.plan.proposed && <p>{t('own.plan.proposed')}</p>}
          {next_revision && <p>{t('own.plan.next', { day: dayAsSpoken(next_revision, i18n.language) })}</p>}
          <p className="screen-only">
            <Link className="ds-link" to={planPath(plan)}>
              {t('own.plan.open')}
            </Link>
          </p>
          {own.may.includes('plan-ended') && (
            <Unfolding variant="tertiary" words={t('own.plan.end')}>
              {(giveUp) => <Ending act={act} onUndo={giveUp} own={own} />}
            </Unfolding>
          )}
        </>
      )}
    </section>
  );
}

/** The whole text, then the two answers: saying no costs as much as saying yes. */
function Consent({ own, act }: Props) {
  const { t } = useTranslation('cases');
  const shown = useShown(own, 'plan-consented');
  if (shown.isPending) return <Loading label={t('own.loading')} />;
  if (shown.isError) return <ProblemStatement error={shown.error} onRetry={() => void shown.refetch()} />;
  return (
    <>
      <p className="case-words">{shown.data}</p>
      <div className="report__acts">
        <Button onClick={() => void act('plan-consented', {}, shown.data)}>{t('own.plan.yes')}</Button>
        <Button onClick={() => void act('plan-not-wanted', {})} variant="secondary">
          {t('own.plan.no')}
        </Button>
      </div>
    </>
  );
}

function Ending({ own, act, onUndo }: Props & { onUndo: () => void }) {
  const { t } = useTranslation('cases');
  const said = { reason: t('own.plan.endReason') };
  const shown = useShown(own, 'plan-ended', said);
  if (shown.isPending) return <Loading label={t('own.loading')} />;
  if (shown.isError) return <ProblemStatement error={shown.error} onRetry={() => void shown.refetch()} />;
  return (
    <>
      <p className="case-words" ref={takesFocus} tabIndex={-1}>
        {shown.data}
      </p>
      <div className="report__acts">
        <Button data-color="danger" onClick={() => void act('plan-ended', said, shown.data)}>
          {t('own.plan.endSure')}
        </Button>
        <Button onClick={onUndo} variant="tertiary">
          {t('own.undo')}
        </Button>
      </div>
    </>
  );
}
