import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { dayInFull } from '../../../domain/dates';
import { factsOf } from '../../../domain/kinds';
import type { GrantPart, GrantsView, ParticipantView, PlanView } from '../../../domain/types';
import { partTitle } from '../../../i18n/partTitle';
import { type Change, effectOf, lacksDate, standingOf } from './changes';

export interface Names {
  part: (part: GrantPart) => string;
  /** Role and organisation of somebody, for under the name. */
  place: (person: ParticipantView) => string;
  /** The words that are signed, as the server composes and keeps them. */
  sentence: (change: Change) => string;
  /** What the change does, compared with now. */
  effect: (change: Change) => string;
}

/** What names are taken from. */
interface Source {
  t: TFunction;
  language: string;
  plan: PlanView;
  view: GrantsView;
}

/** Everything this page calls by name. */
export function useNames(plan: PlanView, view: GrantsView): Names {
  const { t, i18n } = useTranslation('consent');
  const { t: ofPlan } = useTranslation('plan');
  const source: Source = { t, language: i18n.language, plan, view };
  return {
    part: (part) => partName(source, ofPlan, part),
    place: (person) => [t(`common:roles.${person.role}`), person.organisation].filter(Boolean).join(', '),
    sentence: (change) => sentenceOf(source, change),
    effect: (change) =>
      t(`effect.${effectOf(view, change)}`, {
        name: personOf(view, change.participant)?.name,
        before: t(`can.${standingOf(view, change).level}`),
        after: t(`can.${change.level}`),
      }),
  };
}

function personOf(view: GrantsView, id: string | null | undefined): ParticipantView | undefined {
  return view.participants.find((person) => person.id === id);
}

function nameOf({ plan, view }: Source, id: string | null | undefined): string | undefined {
  return personOf(view, id)?.name ?? plan.participants.find((person) => person.id === id)?.name;
}

/** With the whole name: what is signed must not leave open which Ida is meant. */
function partName(source: Source, ofPlan: TFunction<'plan'>, part: GrantPart): string {
  const name = factsOf(part.kind).own ? nameOf(source, part.responsible) : undefined;
  return partTitle(ofPlan, part, name && ofPlan(`owned.${part.kind}.of`, { name }));
}

/** In the server's words: what is read here is what is kept. Its `wording.py` composes the same sentence. */
function sentenceOf(source: Source, change: Change): string {
  const { t, plan, view } = source;
  const words = { who: whoIn(source, personOf(view, change.participant)), about: aboutWhat(source, change) };
  const text =
    change.level === 'none'
      ? t('signed.closes', words)
      : t('signed.opens', {
          ...words,
          may: t(`signed.may.${change.level}`),
          until: untilWhen(source, change),
        });
  const me = plan.participants.find((person) => person.id === plan.me);
  return me?.role === 'representative' ? t('signed.onBehalf', { owner: plan.owner_name, text }) : text;
}

function whoIn({ t }: Source, person: ParticipantView | undefined): string {
  if (!person) return '';
  const told = [person.name, person.organisation].filter(Boolean).join(', ');
  return `${t(`signed.roles.${person.role}`)} (${told})`;
}

function aboutWhat(source: Source, { target }: Change): string {
  const { t, view } = source;
  const section = (part: string) => t('signed.section', { part });
  if ('kind' in target) {
    return factsOf(target.kind).repeated
      ? t(`signed.all.${target.kind}`)
      : section(t(`plan:kinds.${target.kind}`));
  }
  const part = view.parts.find(({ id }) => id === target.part);
  if (!part) return '';
  const { titled, own } = factsOf(part.kind);
  if (titled) return t(`signed.${part.kind}`, { title: part.title || t('signed.untitled') });
  if (!own) return section(t(`plan:kinds.${part.kind}`));
  return section([t(`signed.${part.kind}`), nameOf(source, part.responsible)].filter(Boolean).join(': '));
}

function untilWhen({ t, language }: Source, change: Change): string {
  if (change.until) return t('signed.until', { day: dayInFull(change.until, language) });
  // A date that is still to be chosen is not "no end".
  return lacksDate(change) ? t('signed.until', { day: '…' }) : t('signed.noEnd');
}
