import { ValidationMessage } from '@digdir/designsystemet-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { apiSend, keys } from '../../../api';
import { AREAS } from '../../../domain/contract';
import { factsOf } from '../../../domain/kinds';
import { namedIn, participantOf } from '../../../domain/people';
import type { PartChange, PartView, PlanView } from '../../../domain/types';
import { capitalised } from '../../../i18n/capitalised';
import { usePeopleWords } from '../../../i18n/usePeopleWords';
import { useTranslation } from '../../../i18n/useTranslation';
import { setUnwritten } from '../../../state/unwritten';
import { ChoiceField } from '../fields/ChoiceField';
import { AskToShare } from './AskToShare';
import { UnseenResponsible } from './UnseenResponsible';

interface PlacementProps {
  plan: PlanView;
  part: PartView;
  editable: boolean;
}

/** The responsible person and the area of a part. Sent as commands, not as edits, since access depends on them. */
export function Placement(props: PlacementProps) {
  const facts = factsOf(props.part.kind);
  return (
    <>
      {facts.responsible && <ResponsibleField {...props} />}
      {facts.area && <AreaField {...props} />}
    </>
  );
}

function ResponsibleField({ plan, part, editable }: PlacementProps) {
  const { t } = useTranslation('plan');
  const { shown, failed, send } = useChangePart(plan.id, part);
  const responsibles = useResponsibleChoices(plan, shown.responsible);
  const [asking, setAsking] = useState<string | null>(null);
  const field = useRef<HTMLDivElement>(null);
  const person = shown.responsible === asking ? participantOf(plan, asking) : undefined;
  const choose = (value: string) => {
    send({ responsible: value || null });
    setAsking(value && !mayWrite(plan, part, value) ? value : null);
  };
  const notNow = () => {
    setAsking(null);
    // The button goes with the question.
    field.current?.querySelector('select')?.focus({ preventScroll: true });
  };
  return (
    <>
      <div className="facts__choice" ref={field}>
        <ChoiceField
          choices={responsibles}
          editable={editable}
          label={t('placement.responsible')}
          name="responsible"
          onWrite={choose}
          value={shown.responsible ?? ''}
        />
        {failed && <NotStored />}
      </div>
      {person && !failed ? (
        <AskToShare key={person.id} onDone={notNow} part={part} person={person} plan={plan} />
      ) : (
        <UnseenResponsible part={shown} plan={plan} />
      )}
    </>
  );
}

function AreaField({ plan, part, editable }: PlacementProps) {
  const { t } = useTranslation(['plan', 'common']);
  const { shown, failed, send } = useChangePart(plan.id, part);
  return (
    <div className="facts__choice">
      <ChoiceField
        choices={AREAS.map((area) => ({ value: area, words: capitalised(t(`common:areas.${area}`)) }))}
        editable={editable}
        label={t('placement.area')}
        name="area"
        onWrite={(value) => send({ area: AREAS.find((area) => area === value) ?? null })}
        value={shown.area ?? 'general'}
      />
      {failed && <NotStored />}
    </div>
  );
}

function NotStored() {
  const { t } = useTranslation('plan');
  return <ValidationMessage role="alert">{t('field.saveFailed')}</ValidationMessage>;
}

/** Whoever owns the plan writes everywhere. */
function mayWrite(plan: PlanView, part: PartView, id: string): boolean {
  const writes = part.visible_to.some(({ participant, level }) => participant === id && level === 'edit');
  return writes || participantOf(plan, id)?.role === 'owner';
}

function useResponsibleChoices(plan: PlanView, chosen: string | null | undefined) {
  const { t } = useTranslation('plan');
  const { nameAndRole, nameAndFormer } = usePeopleWords();
  const named = namedIn(plan, chosen);
  const gone = named?.former ? nameAndFormer(named.person) : t('placement.hidden');
  return [
    { value: '', words: t('placement.nobody') },
    ...(chosen && (!named || named.former) ? [{ value: chosen, words: gone }] : []),
    ...plan.participants.map((person) => ({
      value: person.id,
      words: nameAndRole(person),
    })),
  ];
}

/** The part as it is being changed, and the command that changes it. */
function useChangePart(plan: string, part: PartView) {
  const queries = useQueryClient();
  const { id } = part;
  const { isPending, isError, variables, mutate } = useMutation({
    // One after the other: the last choice is the one that holds.
    scope: { id: `part ${id}` },
    mutationFn: (change: PartChange) => apiSend('PATCH /api/parts/{part}', { part: id }, change),
    // Until it is stored and this page knows, it is not saved, also when its field has gone from the screen.
    onMutate: () => {
      const command = {};
      setUnwritten(command, 'typing');
      return command;
    },
    onSettled: async (_data, _error, _change, command) => {
      await queries.invalidateQueries({ queryKey: keys.plan(plan) });
      if (command) setUnwritten(command, null);
    },
  });
  return { shown: { ...part, ...(isPending && variables) }, failed: isError, send: mutate };
}
