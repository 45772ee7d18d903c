import { ValidationMessage } from '@digdir/designsystemet-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { apiSend, keys } from '../../../api';
import { AREAS } from '../../../domain/contract';
import { factsOf } from '../../../domain/kinds';
import { namedIn } from '../../../domain/people';
import type { PartChange, PartView, PlanView } from '../../../domain/types';
import { usePeopleWords } from '../../../i18n/usePeopleWords';
import { ChoiceField } from '../fields/ChoiceField';
import { capitalised } from './capitalised';

interface PlacementProps {
  plan: PlanView;
  part: PartView;
  editable: boolean;
}

/** The responsible person and the area of a part. Sent as commands, not as edits, since access depends on them. */
export function Placement({ plan, part, editable }: PlacementProps) {
  const { t } = useTranslation(['plan', 'common']);
  const change = useChangePart(plan.id, part.id);
  const facts = factsOf(part.kind);
  const shown = { ...part, ...(change.isPending ? change.variables : {}) };
  const responsibles = useResponsibleChoices(plan, shown.responsible);
  return (
    <>
      {facts.responsible && (
        <ChoiceField
          choices={responsibles}
          editable={editable}
          label={t('placement.responsible')}
          onWrite={(value) => change.mutate({ responsible: value || null })}
          value={shown.responsible ?? ''}
        />
      )}
      {facts.area && (
        <ChoiceField
          choices={AREAS.map((area) => ({ value: area, words: capitalised(t(`common:areas.${area}`)) }))}
          editable={editable}
          label={t('placement.area')}
          onWrite={(value) => change.mutate({ area: AREAS.find((area) => area === value) ?? null })}
          value={shown.area ?? 'general'}
        />
      )}
      {change.isError && (
        <ValidationMessage className="facts__wide" role="alert">
          {t('field.saveFailed')}
        </ValidationMessage>
      )}
    </>
  );
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

function useChangePart(plan: string, part: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (change: PartChange) => apiSend('PATCH /api/parts/{part}', { part }, change),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.plan(plan) }),
  });
}
