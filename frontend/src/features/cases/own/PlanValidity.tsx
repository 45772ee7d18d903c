import { Button } from '@digdir/designsystemet-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { apiGet, keys } from '../../../api';
import { todayInNorway } from '../../../domain/dates';
import type { OwnCase, PlanContentsAnswer } from '../../../domain/openapi';
import { DateBox } from '../../../ui/dates/DateBox';
import { DatedForm } from '../../../ui/dates/DatedForm';
import { takesFocus } from '../../../ui/PageHeading';
import { Answered } from '../../../ui/problems/Answered';
import { useOwnWords } from './ownWords';
import { type Act, useShown } from './useAct';

interface Props {
  own: OwnCase;
  act: Act;
}

/** What the plan has and lacks, and the owner's word that it is valid: also with gaps, which are said first. */
export function PlanValidity({ own, act }: Props) {
  const say = useOwnWords();
  const contents = useQuery({
    queryKey: [...keys.ownCases, own.id, 'contents'],
    queryFn: ({ signal }) => apiGet('/api/cases/{case}/plan-contents', { case: own.id }, signal),
  });
  const may = own.may.includes('plan-declared-valid');
  return (
    <Answered loading={say('valid.looking')} of={contents}>
      {(found) => (may ? <Declare act={act} contents={found} own={own} /> : <Points contents={found} />)}
    </Answered>
  );
}

function Points({ contents }: { contents: PlanContentsAnswer }) {
  const say = useOwnWords();
  const missing = contents.points.filter((point) => point.missing);
  if (missing.length === 0) return <p>{say('valid.whole')}</p>;
  return (
    <>
      <p>{say('valid.gaps', { count: missing.length })}</p>
      <ul className="plan-gaps">
        {missing.map(({ point, text }) => (
          <li key={point}>{text}</li>
        ))}
      </ul>
    </>
  );
}

function Declare({ own, act, contents }: Props & { contents: PlanContentsAnswer }) {
  const say = useOwnWords();
  const [day, setDay] = useState(own.plan.proposed ?? contents.next_revision);
  const [is, become] = useState<'new' | 'asked' | 'left'>('new');
  const later = day > todayInNorway();
  if (is === 'asked') return <Sure act={act} day={day} onUndo={() => become('left')} own={own} />;
  return (
    <DatedForm>
      <Points contents={contents} />
      <p className="quiet">{say('valid.text')}</p>
      <DateBox
        error={later ? undefined : say('lacks.day-has-passed')}
        label={say('valid.next')}
        onDay={setDay}
        value={day}
      />
      <div>
        <Button onClick={() => become('asked')} ref={is === 'left' ? takesFocus : undefined}>
          {say('valid.declare')}
        </Button>
      </div>
    </DatedForm>
  );
}

/** Word for word what is kept. */
function Sure({ own, act, day, onUndo }: Props & { day: string; onUndo: () => void }) {
  const say = useOwnWords();
  const said = { next_revision: day };
  const shown = useShown(own, 'plan-declared-valid', said);
  return (
    <Answered loading={say('valid.looking')} of={shown}>
      {(text) => (
        <>
          <p className="case-words" ref={takesFocus} tabIndex={-1}>
            {text}
          </p>
          <div className="report__acts">
            <Button onClick={() => void act('plan-declared-valid', said, text)}>{say('valid.sure')}</Button>
            <Button onClick={onUndo} variant="tertiary">
              {say('undo')}
            </Button>
          </div>
        </>
      )}
    </Answered>
  );
}
