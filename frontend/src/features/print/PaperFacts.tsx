import { FIELDS } from '../../domain/contract';
import { isIsoDay } from '../../domain/dates';
import { hasFields } from '../../domain/kinds';
import { namedIn } from '../../domain/people';
import type { PartView, PlanView } from '../../domain/types';
import { capitalised } from '../../i18n/capitalised';
import { useGoalTitle } from '../../i18n/partTitle';
import { dayInFull } from '../../i18n/spoken';
import { THEIRS } from '../../i18n/theirWords';
import { usePeopleWords } from '../../i18n/usePeopleWords';
import { useTranslation } from '../../i18n/useTranslation';
import type { Fields } from '../../sync';

interface PaperFactsProps {
  plan: PlanView;
  part: PartView;
  fields: Fields;
}

/** What it is called, what it is, and the language of that where it is not the page's. */
type Fact = [label: string, words: string, lang: string | undefined];

/** The facts of a part, one to a line, with the names they have on the screen; what is not filled in is left out. */
export function PaperFacts(props: PaperFactsProps) {
  const facts = useFacts(props);
  if (facts.length === 0) return null;
  return (
    <dl className="paper__facts">
      {facts.map(([label, value, lang]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd lang={lang}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** As the page of a part has them. */
export const ORDER = [
  ...['status', 'target', 'extent', 'start', 'end', 'due', 'next_revision'],
  ...['responsible', 'how', 'goal', 'decision', 'area'],
];

function useFacts({ plan, part, fields }: PaperFactsProps): Fact[] {
  const { t, i18n } = useTranslation(['plan', 'common']);
  const goalTitle = useGoalTitle(plan);
  const placed = usePlaced(plan, part);
  const types: Record<string, unknown> = hasFields(part.kind) ? FIELDS[part.kind] : {};
  const decided: Partial<Fields> = plan.next_revision ? { next_revision: plan.next_revision } : {};
  return ORDER.flatMap((name) => {
    const value = (decided[name] ?? fields[name])?.trim();
    const fact = value && name in types ? factOf(name, types[name], value) : placed[name];
    return fact ? [fact] : [];
  });

  function factOf(name: string, type: unknown, value: string): Fact {
    const label = name === 'target' ? 'goal.targetOther' : `${part.kind}.${name}`;
    return [t(label, ''), wordsOf(name, type, value), type === 'text' ? THEIRS.lang : undefined];
  }

  function wordsOf(name: string, type: unknown, value: string): string {
    if (Array.isArray(type)) return t(`${part.kind}.choices.${name}.${value}`, '');
    if (type === 'part') return goalTitle(value);
    return type === 'date' && isIsoDay(value) ? dayInFull(value, i18n.language) : value;
  }
}

/** What a measure has beside its fields: who is responsible, and its area. */
function usePlaced(plan: PlanView, part: PartView): Record<string, Fact | undefined> {
  const { t } = useTranslation(['plan', 'common']);
  const { nameAndRole, nameAndFormer } = usePeopleWords();
  if (part.kind !== 'measure') return {};
  const named = namedIn(plan, part.responsible);
  const words = named?.former ? nameAndFormer : nameAndRole;
  const area = capitalised(t(`common:areas.${part.area ?? 'general'}`));
  return {
    responsible: named && [t('placement.responsible'), words(named.person), undefined],
    area: [t('placement.area'), area, undefined],
  };
}
