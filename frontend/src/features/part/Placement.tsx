import { ValidationMessage } from '@digdir/designsystemet-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { apiSend, keys } from '../../api';
import { AREAS } from '../../domain/contract';
import { participantOf } from '../../domain/people';
import type { PartView, PlanView } from '../../domain/types';
import { usePeopleWords } from '../../i18n/usePeopleWords';
import { ChoiceField } from './fields/ChoiceField';

interface PlacementProps {
  plan: PlanView;
  part: PartView;
  editable: boolean;
}

/** Who is responsible for a measure and which area it belongs to: commands, since rights follow from them. */
export function Placement({ plan, part, editable }: PlacementProps) {
  const { t } = useTranslation(['plan', 'common']);
  const place = usePlace(plan.id, part.id);
  const shown = { ...part, ...(place.isPending ? place.variables : {}) };
  return (
    <>
      <ChoiceField
        choices={useResponsibleChoices(plan, shown.responsible)}
        editable={editable}
        label={t('measure.responsible')}
        onWrite={(value) => place.mutate({ responsible: value || null })}
        value={shown.responsible ?? ''}
      />
      <ChoiceField
        choices={AREAS.map((area) => ({ value: area, words: sentenceCase(t(`common:areas.${area}`)) }))}
        editable={editable}
        label={t('measure.area')}
        onWrite={(area) => place.mutate({ area })}
        value={shown.area ?? 'general'}
      />
      {place.isError && (
        <ValidationMessage className="facts__wide" role="alert">
          {t('field.saveFailed')}
        </ValidationMessage>
      )}
    </>
  );
}

function useResponsibleChoices(plan: PlanView, chosen: string | null | undefined) {
  const { t } = useTranslation('plan');
  const { nameAndRole } = usePeopleWords();
  const hidden = chosen && !participantOf(plan, chosen);
  return [
    { value: '', words: t('measure.noResponsible') },
    ...(hidden ? [{ value: chosen, words: t('measure.hiddenResponsible') }] : []),
    ...plan.participants.map((person) => ({
      value: person.id,
      words: nameAndRole(person),
    })),
  ];
}

function usePlace(plan: string, part: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (place: { responsible?: string | null; area?: string }) =>
      apiSend(`/api/parts/${part}`, 'PATCH', place),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.plan(plan) }),
  });
}

function sentenceCase(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
