import { FIELDS } from '../../domain/contract';
import { isIsoDay } from '../../domain/dates';
import { hasFields } from '../../domain/kinds';
import { namedIn } from '../../domain/people';
import type { PartView, PlanView } from '../../domain/types';
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

function useFacts({ plan, part, fields }: PaperFactsProps): Fact[] {
  const { t, i18n } = useTranslation(['plan', 'common']);
  const { nameAndRole, nameAndFormer } = usePeopleWords();
  const goalTitle = useGoalTitle(plan);
  const found: Fact[] = [];
  const responsible = namedIn(plan, part.responsible);
  if (responsible && part.kind === 'measure') {
    const words = responsible.former ? nameAndFormer : nameAndRole;
    found.push([t('placement.responsible'), words(responsible.person), undefined]);
  }
  if (!hasFields(part.kind)) return found;
  const { kind } = part;
  for (const [name, type] of Object.entries(FIELDS[kind])) {
    const value = fields[name]?.trim();
    if (!value || name === 'title') continue;
    const label = name === 'target' ? 'goal.targetOther' : `${kind}.${name}`;
    found.push([t(label, ''), wordsOf(name, type, value), type === 'text' ? THEIRS.lang : undefined]);
  }
  return found;

  function wordsOf(name: string, type: unknown, value: string): string {
    if (Array.isArray(type)) return t(`${kind}.choices.${name}.${value}`, '');
    if (type === 'part') return goalTitle(value);
    return type === 'date' && isIsoDay(value) ? dayInFull(value, i18n.language) : value;
  }
}
