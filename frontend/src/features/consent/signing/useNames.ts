import { factsOf } from '../../../domain/kinds';
import { namedIn, withPlace } from '../../../domain/people';
import type { GrantPart, GrantsView, ParticipantView, PlanView } from '../../../domain/types';
import { partTitle, useGroupTitle } from '../../../i18n/partTitle';
import type { TFunction } from '../../../i18n/translate';
import { useTranslation } from '../../../i18n/useTranslation';
import { type Change, effectOf, standingOf, type Target } from './changes';

export interface Names {
  part: (part: GrantPart) => string;
  group: ReturnType<typeof useGroupTitle>;
  /** Role and organisation, shown below the name. */
  place: (person: ParticipantView) => string;
  /** The participant and the subject of a change, where its sentence is not shown. */
  target: (change: Change) => string;
  /** What whoever opens it says once more. */
  sure: (change: Change) => string;
  /** The effect of the change, compared with the current access. */
  effect: (change: Change) => string;
  /** What whoever signs it should know besides. */
  also: (change: Change) => string;
}

/** The source of the names. */
interface Source {
  t: TFunction<'consent'>;
  plan: PlanView;
  view: GrantsView;
}

/** The names of the people, parts and kinds on this page. */
export function useNames(plan: PlanView, view: GrantsView): Names {
  const { t } = useTranslation('consent');
  const { t: ofPlan } = useTranslation('plan');
  const source: Source = { t, plan, view };
  const group = useGroupTitle(plan);
  return {
    group,
    part: (part) => partName(source, ofPlan, part),
    place: (person) => withPlace(t(`common:roles.${person.role}`), person.organisation),
    target: (change) => targetOf(source, ofPlan, change),
    sure: ({ participant, target, level }) =>
      t('sure', {
        name: personOf(view, participant)?.name,
        part: subjectOf(source, ofPlan, target),
        after: t(`can.${level}`),
      }),
    effect: (change) => effectWords(source, change),
    also: (change) => {
      const effect = effectOf(view, change);
      if ('proposing' in change.target) return '';
      if (effect === 'closes') return t('seenStays');
      return effect === 'opens' ? t('commentsToo') : '';
    },
  };
}

function effectWords({ t, view }: Source, change: Change): string {
  const name = personOf(view, change.participant)?.name;
  if ('proposing' in change.target) return t(`proposingEffect.${change.level}`, { name });
  return t(`effect.${effectOf(view, change)}`, {
    name,
    before: t(`can.${standingOf(view, change).level}`),
    after: t(`can.${change.level}`),
  });
}

function personOf(view: GrantsView, id: string | null | undefined): ParticipantView | undefined {
  return view.participants.find((person) => person.id === id);
}

function nameOf({ plan, view }: Source, id: string | null | undefined): string | undefined {
  return personOf(view, id)?.name ?? namedIn(plan, id)?.person.name;
}

/** With the full name: a decision must not be ambiguous between two people called Ida. */
function partName(source: Source, ofPlan: TFunction<'plan'>, part: GrantPart): string {
  const name = factsOf(part.kind).own ? nameOf(source, part.responsible) : undefined;
  const title = partTitle(ofPlan, part, name && ofPlan(`owned.${part.kind}.of`, { name }));
  return part.put_away ? ofPlan('putAway.named', { title }) : title;
}

function targetOf(source: Source, ofPlan: TFunction<'plan'>, { participant, target }: Change): string {
  const { t, view } = source;
  const name = personOf(view, participant)?.name;
  if ('kind' in target && factsOf(target.kind).repeated) {
    return t('kindLabel', { name, kinds: t(`allOf.${target.kind}`) });
  }
  if ('proposing' in target) return t('proposingLabel', { name, kinds: t(`proposable.${target.proposing}`) });
  return t('cellLabel', { name, part: subjectOf(source, ofPlan, target) });
}

function subjectOf(source: Source, ofPlan: TFunction<'plan'>, target: Target): string {
  if ('proposing' in target) return source.t(`proposable.${target.proposing}`);
  if ('kind' in target) return ofPlan(`kinds.${target.kind}`);
  const part = source.view.parts.find(({ id }) => id === target.part);
  return part ? partName(source, ofPlan, part) : '';
}
