import { Button } from '@digdir/designsystemet-react';
import { useEffect, useRef, useState } from 'react';
import { firstNameOf, participantOf, unseenResponsible } from '../../../domain/people';
import type { ParticipantView, PartView, PlanView } from '../../../domain/types';
import { useTranslation } from '../../../i18n/useTranslation';
import { AskToShare } from './AskToShare';

interface UnseenProps {
  plan: PlanView;
  part: PartView;
}

/** Says for as long as it is so that the responsible cannot see the part, and lets whoever may sign open it here. */
export function UnseenResponsible({ plan, part }: UnseenProps) {
  const [asking, setAsking] = useState<string | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const moved = useRef(false);
  // The button that was pressed goes with what it was beside: one goes on in what comes in its place.
  useEffect(() => {
    if (moved.current) (box.current?.querySelector('button') ?? box.current)?.focus({ preventScroll: true });
    moved.current = false;
  });
  const ask = (person: string | null) => {
    moved.current = true;
    setAsking(person);
  };
  // Also after it was signed and they see it: the receipt stands there.
  const asked = asking === part.responsible ? participantOf(plan, asking) : undefined;
  const person = unseenResponsible(plan, part);
  if (!asked && !person) return null;
  return (
    <div className="facts__wide" ref={box} tabIndex={-1}>
      {asked ? (
        <AskToShare onDone={() => ask(null)} part={part} person={asked} plan={plan} />
      ) : (
        person && <Unseen onOpen={() => ask(person.id)} person={person} plan={plan} />
      )}
    </div>
  );
}

interface SaidProps {
  plan: PlanView;
  person: ParticipantView;
  onOpen: () => void;
}

function Unseen({ plan, person, onOpen }: SaidProps) {
  const { t } = useTranslation('plan');
  const [name, owner] = [firstNameOf(person.name), firstNameOf(plan.owner_name)];
  return (
    <div className="unseen">
      <p>
        {t('share.unseen', { name })} {!plan.may_sign && t('share.decides', { owner })}
      </p>
      {plan.may_sign && (
        <Button data-size="sm" onClick={onOpen} variant="secondary">
          {t('share.open', { name })}
        </Button>
      )}
    </div>
  );
}
