import { Alert } from '@digdir/designsystemet-react';
import { useQuery } from '@tanstack/react-query';
import { apiGet, keys } from '../../../api';
import type { OwnCase } from '../../../domain/openapi';
import { Answered } from '../../../ui/problems/Answered';
import { PlanValidity } from './PlanValidity';
import { useAct } from './useAct';
import '../../../i18n/cases';
import '../cases.css';
import { ActingFor, useOwnDay, useOwnWords } from './ownWords';

/** Whether the plan is valid and what it lacks, on its own page, from the case that it was made from. */
export function PlanIsValid({ plan }: { plan: string }) {
  const say = useOwnWords();
  const cases = useQuery({
    queryKey: keys.ownCases,
    queryFn: ({ signal }) => apiGet('/api/my-cases', {}, signal),
  });
  return (
    <Answered loading={say('valid.looking')} of={cases}>
      {(found) => <Of own={found.find((each) => each.plan.plan === plan)} />}
    </Answered>
  );
}

function Of({ own }: { own: OwnCase | undefined }) {
  const say = useOwnWords();
  if (!own) return <p>{say('valid.noCase')}</p>;
  return (
    <ActingFor.Provider value={own.acting?.owner ?? ''}>
      <Status own={own} />
    </ActingFor.Provider>
  );
}

function Status({ own }: { own: OwnCase }) {
  const say = useOwnWords();
  const sayDay = useOwnDay();
  const { act, said } = useAct(own);
  const next = own.plan.next_revision;
  return (
    <>
      <p>
        {say(`plan.status.${own.plan.status}`)} {next && sayDay('plan.next', next)}
      </p>
      {own.plan.status !== 'ended' && <PlanValidity act={act} own={own} />}
      <div role="status">
        {said && <Alert data-color={said.wrong ? 'warning' : 'success'}>{said.words}</Alert>}
      </div>
    </>
  );
}
