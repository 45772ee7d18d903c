import { useTranslation } from 'react-i18next';
import type { ParticipantView, PlanView } from '../../domain/types';
import { type Change, effectOf, lacksDate, standingOf } from './changes';
import { dayInWords } from './days';
import { type GrantPart, type GrantsView, REPEATED } from './grants';

export interface Names {
  part: (part: GrantPart) => string;
  /** Role and organisation of somebody, for under the name. */
  place: (person: ParticipantView) => string;
  /** The words that are signed, as the server composes and keeps them. */
  sentence: (change: Change) => string;
  /** What the change does, compared with now. */
  effect: (change: Change) => string;
}

function personOf(view: GrantsView, id: string | null | undefined): ParticipantView | undefined {
  return view.participants.find((person) => person.id === id);
}

/** Everything this page calls by name. */
export function useNames(plan: PlanView, view: GrantsView): Names {
  const { t, i18n } = useTranslation('consent');

  const nameOf = (id: string | null | undefined) =>
    personOf(view, id)?.name ?? plan.participants.find((person) => person.id === id)?.name;
  const part = (of: GrantPart) => {
    const name = of.kind === 'contribution' ? nameOf(of.responsible) : undefined;
    if (name) return t('plan:kinds.contributionOf', { name });
    if (of.kind === 'goal' || of.kind === 'measure') return of.title || t(`plan:untitled.${of.kind}`);
    return t(`plan:kinds.${of.kind}`);
  };
  const about = ({ target }: Change) => {
    if ('kind' in target) {
      return REPEATED.includes(target.kind)
        ? t(`signed.all.${target.kind}`)
        : t('signed.section', { part: t(`signed.kinds.${target.kind}`) });
    }
    const found = view.parts.find(({ id }) => id === target.part);
    if (!found) return '';
    const title = found.title || t('signed.untitled');
    if (found.kind === 'goal' || found.kind === 'measure') return t(`signed.${found.kind}`, { title });
    const name = found.kind === 'contribution' ? nameOf(found.responsible) : undefined;
    const words = t(`signed.kinds.${found.kind}`);
    return t('signed.section', { part: name ? `${words}: ${name}` : words });
  };
  const who = ({ participant }: Change) => {
    const person = personOf(view, participant);
    if (!person) return '';
    const told = [person.name, person.organisation].filter(Boolean).join(', ');
    return `${t(`signed.roles.${person.role}`)} (${told})`;
  };
  const untilWords = (change: Change) => {
    // A date that is still to be chosen is not "no end".
    const day = change.until ? dayInWords(change.until, i18n.language) : '…';
    return lacksDate(change) || change.until ? t('signed.until', { day }) : t('signed.noEnd');
  };
  const sentence = (change: Change) => {
    const words = { who: who(change), about: about(change) };
    const closing = change.level === 'none';
    const until = untilWords(change);
    const text = closing
      ? t('signed.closes', words)
      : t('signed.opens', { ...words, may: t(`signed.may.${change.level}`), until });
    const me = plan.participants.find((person) => person.id === plan.me);
    return me?.role === 'representative' ? t('signed.onBehalf', { owner: plan.owner_name, text }) : text;
  };
  const effect = (change: Change) =>
    t(`effect.${effectOf(view, change)}`, {
      name: personOf(view, change.participant)?.name,
      before: t(`can.${standingOf(view, change).level}`),
      after: t(`can.${change.level}`),
    });
  return {
    part,
    place: (person) => [t(`common:roles.${person.role}`), person.organisation].filter(Boolean).join(', '),
    sentence,
    effect,
  };
}
