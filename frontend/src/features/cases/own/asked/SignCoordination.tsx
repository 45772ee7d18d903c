import { Button } from '@digdir/designsystemet-react';
import type { OwnCase } from '../../../../domain/openapi';
import { takesFocus } from '../../../../ui/PageHeading';
import { Answered } from '../../../../ui/problems/Answered';
import { useOwnWords } from '../ownWords';
import { Unfolding } from '../Unfolding';
import { type Act, useShown } from '../useAct';

interface Props {
  own: OwnCase;
  act: Act;
}

/** Where the municipality asks for it: what is signed is what is read here. */
export function SignCoordination({ own, act }: Props) {
  const say = useOwnWords();
  return (
    <Unfolding words={say('coordination.open')}>
      {(giveUp) => <Text act={act} giveUp={giveUp} own={own} />}
    </Unfolding>
  );
}

function Text({ own, act, giveUp }: Props & { giveUp: () => void }) {
  const say = useOwnWords();
  const shown = useShown(own, 'coordination-consented');
  return (
    <Answered loading={say('loading')} of={shown}>
      {(text) => (
        <>
          <p className="case-words" ref={takesFocus} tabIndex={-1}>
            {text}
          </p>
          <div className="report__acts">
            <Button onClick={() => void act('coordination-consented', {}, text)}>
              {say('coordination.sign')}
            </Button>
            <Button onClick={giveUp} variant="tertiary">
              {say('undo')}
            </Button>
          </div>
        </>
      )}
    </Answered>
  );
}
