import { Button } from '@digdir/designsystemet-react';
import { useId, useState } from 'react';
import { Link } from 'react-router';
import { usePlan } from '../../../api';
import { todayInNorway } from '../../../domain/dates';
import type { SheetAnswer } from '../../../domain/openapi';
import { coordinates, isOwner } from '../../../domain/people';
import type { GrantsView, PlanView } from '../../../domain/types';
import { useTranslation } from '../../../i18n/useTranslation';
import { CHECK_PAPER, grantsPath } from '../../../paths';
import { DateBox } from '../../../ui/dates/DateBox';
import { DatedForm } from '../../../ui/dates/DatedForm';
import { PageHeading } from '../../../ui/PageHeading';
import { Answered } from '../../../ui/problems/Answered';
import { useGrants } from '../grants/useGrants';
import { useNames } from '../signing/useNames';
import { useSigning } from '../signing/useSigning';
import { Matrix } from '../table/Matrix';
import { PaperList } from './PaperList';
import { Sheet } from './Sheet';
import { useMakeSheet } from './usePapers';
import '../consent.css';
import '../signing/signing.css';
import './paper.css';

/** Consents that are signed on paper: made as a sheet, registered, and what became of them. */
export function PaperPage({ planId }: { planId: string }) {
  const { t } = useTranslation('consent');
  const plan = usePlan(planId);
  const view = useGrants(plan.data);
  return (
    <Answered loading={t('loading')} of={plan}>
      {(found) =>
        found.may_read_grants ? (
          <Answered loading={t('loading')} of={view}>
            {(grants) => <Papers plan={found} view={grants} />}
          </Answered>
        ) : (
          <Papers plan={found} view={undefined} />
        )
      }
    </Answered>
  );
}

function Papers({ plan, view }: { plan: PlanView; view: GrantsView | undefined }) {
  const { t } = useTranslation('consent');
  return (
    <div className="grants paper">
      <PageHeading tab={t('paper.title')} title={t('paper.title')} />
      <p className="grants__lead">{t(leadOf(plan), { owner: plan.owner_name })}</p>
      <Link className="ds-link screen-only" to={grantsPath(plan.id)}>
        {t('paper.back')}
      </Link>
      {!isOwner(plan) && (
        <Link className="ds-link screen-only" to={CHECK_PAPER}>
          {t('paper.toCheck')}
        </Link>
      )}
      <PaperList plan={plan} />
      {view && coordinates(plan) && <MakeSheet plan={plan} view={view} />}
    </div>
  );
}

function leadOf(plan: PlanView): string {
  if (coordinates(plan)) return 'paper.lead';
  return isOwner(plan) ? 'paper.leadOwner' : 'paper.leadOther';
}

function MakeSheet({ plan, view }: { plan: PlanView; view: GrantsView }) {
  const { t } = useTranslation('consent');
  const heading = useId();
  const names = useNames(plan, view);
  const signing = useSigning(plan, view, null, true);
  const make = useMakeSheet(plan.id);
  const [sheet, setSheet] = useState<SheetAnswer | null>(null);
  const [until, setUntil] = useState('');
  if (sheet) return <Sheet onDone={() => setSheet(null)} sheet={sheet} />;
  const count = signing.changes.length;
  const submit = () => {
    if (count === 0 || make.isPending) return;
    const lines = signing.changes.map((change) => ({
      ...change,
      until: change.level === 'none' ? null : until || null,
    }));
    make
      .mutateAsync(lines)
      .then((made) => {
        signing.discard();
        setSheet(made);
      })
      // The page says that it failed, and keeps what was chosen.
      .catch(() => undefined);
  };
  return (
    <section aria-labelledby={heading} className="screen-only">
      <h2 className="section-heading" id={heading}>
        {t('paper.make')}
      </h2>
      <p>{t('paper.choose', { owner: plan.owner_name })}</p>
      <Matrix grants={{ view, names, signing, endOf: () => null }} />
      <DatedForm>
        <form
          className="paper__make"
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <p role="status">{t('changes', { count })}</p>
          <DateBox
            label={t('paper.until')}
            min={todayInNorway()}
            note={t('paper.untilHint', { owner: plan.owner_name })}
            onDay={setUntil}
            value={until}
          />
          <p role="alert">{make.isError && t('paper.failed')}</p>
          <div className="create-form__actions">
            <Button aria-describedby={heading} aria-disabled={count === 0 || make.isPending} type="submit">
              {t('paper.makeIt')}
            </Button>
            {count > 0 && (
              <Button onClick={signing.discard} type="button" variant="tertiary">
                {t('paper.discard')}
              </Button>
            )}
          </div>
        </form>
      </DatedForm>
    </section>
  );
}
