import { Button } from '@digdir/designsystemet-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { apiGet, keys } from '../../../api';
import { todayInNorway } from '../../../domain/dates';
import type { OwnCase, PlanContentsAnswer } from '../../../domain/openapi';
import { useTranslation } from '../../../i18n/useTranslation';
import { DateBox } from '../../../ui/dates/DateBox';
import { Loading } from '../../../ui/Loading';
import { takesFocus } from '../../../ui/PageHeading';
import { ProblemStatement } from '../../../ui/ProblemStatement';
import { type Act, useShown } from './useAct';

interface Props {
  own: OwnCase;
  act: Act;
}

/** What the plan has and lacks, and the owner's word that it is valid: also with gaps, which are said first. */
export function PlanValidity({ own, act }: Props) {
  const { t } = useTranslation('cases');
  const contents = useQuery({
    queryKey: [...keys.ownCases, own.id, 'contents'],
    queryFn: ({ signal }) => apiGet('/api/cases/{case}/plan-contents', { case: own.id }, signal),
  });
  if (contents.isPending) return <Loading label={t('own.valid.looking')} />;
  if (contents.isError)
    return <ProblemStatement error={contents.error} onRetry={() => void contents.refetch()} />;
  if (!own.may.includes('plan-declared-valid')) return <Points contents={contents.data} />;
  return <Declare act={act} contents={contents.data} own={own} />;
}

function Points({ contents }: { contents: PlanContentsAnswer }) {
  const { t } = useTranslation('cases');
  const missing = contents.points.filter((point) => point.missing);
  if (missing.length === 0) return <p>{t('own.valid.whole')}</p>;
  return (
    <>
      <p>{t('own.valid.gaps', { count: missing.length })}</p>
      <ul className="plan-gaps">
        {missing.map(({ point, text }) => (
          <li key={point}>{text}</li>
        ))}
      </ul>
    </>
  );
}

function Declare({ own, act, contents }: Props & { contents: PlanContentsAnswer }) {
  const { t } = useTranslation('cases');
  const [day, setDay] = useState(own.plan.proposed ?? contents.next_revision);
  const [is, become] = useState<'new' | 'asked' | 'left'>('new');
  const later = day > todayInNorway();
  if (is === 'asked') return <Sure act={act} day={day} onUndo={() => become('left')} own={own} />;
  return (
    <>
      <Points contents={contents} />
      <p className="quiet">{t('own.valid.text')}</p>
      <DateBox
        error={later ? undefined : t('own.lacks.day-has-passed')}
        label={t('own.valid.next')}
        onDay={setDay}
        value={day}
      />
      <div>
        <Button onClick={() => later && become('asked')} ref={is === 'left' ? takesFocus : undefined}>
          {t('own.valid.declare')}
        </Button>
      </div>
    </>
  );
}

/** Word for word what is kept. */
function Sure({ own, act, day, onUndo }: Props & { day: string; onUndo: () => void }) {
  const { t } = useTranslation('cases');
  const said = { next_revision: day };
  const shown = useShown(own, 'plan-declared-valid', said);
  if (shown.isPending) return <Loading label={t('own.valid.looking')} />;
  if (shown.isError) return <ProblemStatement error={shown.error} onRetry={() => void shown.refetch()} />;
  return (
    <>
      <p className="case-words" ref={takesFocus} tabIndex={-1}>
        {shown.data}
      </p>
      <div className="report__acts">
        <Button onClick={() => void act('plan-declared-valid', said, shown.data)}>
          {t('own.valid.sure')}
        </Button>
        <Button onClick={onUndo} variant="tertiary">
          {t('own.undo')}
        </Button>
      </div>
    </>
  );
}
