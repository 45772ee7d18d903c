import { Button } from '@digdir/designsystemet-react';
import { Link } from 'react-router';
import type { OwnCase } from '../../../domain/openapi';
import { planPath } from '../../../paths';
import { takesFocus } from '../../../ui/PageHeading';
import { Answered } from '../../../ui/problems/Answered';
import { OtherParent } from './asked/OtherParent';
import { useOwnDay, useOwnWords } from './ownWords';
import { Unfolding } from './Unfolding';
import type { Act } from './useAct';
import { useShown } from './useAct';

interface Props {
  own: OwnCase;
  act: Act;
}

/** The plan as its owner sees it from their case: what they consent to, then where it is. */
export function OwnPlan({ own, act }: Props) {
  const say = useOwnWords();
  const sayDay = useOwnDay();
  const { plan, status, next_revision } = own.plan;
  const offered = status === 'offered';
  if (!offered && !plan) return null;
  return (
    <section className="case-card">
      <h2 className="section-heading">{say('plan.title')}</h2>
      {offered && <Consent act={act} own={own} />}
      {plan && (
        <>
          <p>{say(`plan.status.${status}`)}</p>
          <OtherParent act={act} own={own} />
          {own.plan.proposed && <p>{say('plan.proposed')}</p>}
          {next_revision && <p>{sayDay('plan.next', next_revision)}</p>}
          <p className="screen-only">
            <Link className="ds-link" to={planPath(plan)}>
              {say('plan.open')}
            </Link>
          </p>
          {own.may.includes('plan-ended') && (
            <Unfolding variant="tertiary" words={say('plan.end')}>
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
  const say = useOwnWords();
  const shown = useShown(own, 'plan-consented');
  return (
    <Answered loading={say('loading')} of={shown}>
      {(text) => (
        <>
          <p className="case-words">{text}</p>
          <div className="report__acts">
            <Button onClick={() => void act('plan-consented', {}, text)}>{say('plan.yes')}</Button>
            <Button onClick={() => void act('plan-not-wanted', {})} variant="secondary">
              {say('plan.no')}
            </Button>
          </div>
        </>
      )}
    </Answered>
  );
}

function Ending({ own, act, onUndo }: Props & { onUndo: () => void }) {
  const say = useOwnWords();
  const said = { reason: say('plan.endReason') };
  const shown = useShown(own, 'plan-ended', said);
  return (
    <Answered loading={say('loading')} of={shown}>
      {(text) => (
        <>
          <p className="case-words" ref={takesFocus} tabIndex={-1}>
            {text}
          </p>
          <div className="report__acts">
            <Button data-color="danger" onClick={() => void act('plan-ended', said, text)}>
              {say('plan.endSure')}
            </Button>
            <Button onClick={onUndo} variant="tertiary">
              {say('undo')}
            </Button>
          </div>
        </>
      )}
    </Answered>
  );
}
