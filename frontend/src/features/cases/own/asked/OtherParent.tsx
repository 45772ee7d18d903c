import { Button } from '@digdir/designsystemet-react';
import { useState } from 'react';
import type { OwnCase } from '../../../../domain/openapi';
import { takesFocus } from '../../../../ui/PageHeading';
import { useUnsent } from '../../../../ui/unsent/unsent';
import { Words } from '../../report/fields';
import { useOwnWords } from '../ownWords';
import { Unfolding } from '../Unfolding';
import type { Act } from '../useAct';

interface Props {
  own: OwnCase;
  act: Act;
}

/** What a parent is asked when the other one has consented to the plan, and what they have said. */
export function OtherParent({ own, act }: Props) {
  const say = useOwnWords();
  if (!own.parent) return null;
  const may = (action: string) => own.may.includes(action);
  return (
    <>
      <p>{say(`parent.${own.parent}`)}</p>
      <p className="quiet">{own.asked_both}</p>
      <div className="report__acts">
        {own.parent !== 'agreed' && may('parent-agreed') && (
          <Button onClick={() => void act('parent-agreed', {})}>{say('parent.agree')}</Button>
        )}
      </div>
      {own.parent !== 'opposed' && may('parent-opposed') && (
        <Unfolding variant="secondary" words={say('parent.oppose')}>
          {(giveUp) => <Opposing act={act} giveUp={giveUp} />}
        </Unfolding>
      )}
    </>
  );
}

function Opposing({ act, giveUp }: { act: Act; giveUp: () => void }) {
  const say = useOwnWords();
  const [reason, setReason] = useState('');
  const unsent = useUnsent({ about: say('parent.oppose'), words: reason });
  const leave = () => {
    unsent.drop();
    giveUp();
  };
  const send = () => void unsent.during(() => act('parent-opposed', { reason }));
  return (
    <div className="own-act" ref={takesFocus} tabIndex={-1}>
      <Words label={say('parent.why')} onType={setReason} value={reason} />
      <div className="report__acts">
        <Button aria-disabled={!reason.trim()} onClick={() => reason.trim() && send()}>
          {say('parent.send')}
        </Button>
        <Button data-anyway onClick={leave} variant="tertiary">
          {say('undo')}
        </Button>
      </div>
    </div>
  );
}
