import { useTranslation } from 'react-i18next';
import { FIELDS } from '../../domain/contract';
import { dayAsSpoken, isIsoDay } from '../../domain/dates';
import { hasFields } from '../../domain/kinds';
import { namedIn } from '../../domain/people';
import type { PartView, PlanView } from '../../domain/types';
import { useGoalTitle } from '../../i18n/partTitle';
import { usePeopleWords } from '../../i18n/usePeopleWords';
import type { Fields } from '../../sync';

interface PaperFactsProps {
  plan: PlanView;
  part: PartView;
  fields: Fields;
}

/** The facts of a part, one to a line, with the names they have on the screen; what is not filled in is left out. */
export function PaperFacts(props: PaperFactsProps) {
  const facts = useFacts(props);
  if (facts.length === 0) return null;
  return (
    <dl className="paper__facts">
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function useFacts({ plan, part, fields }: PaperFactsProps): [string, string][] {
  const { t, i18n } = useTranslation(['plan', 'common']);
  const { nameAndRole, nameAndFormer } = usePeopleWords();
  const goalTitle = useGoalTitle(plan);
  const found: [string, string][] = [];
  const responsible = namedIn(plan, part.responsible);
  if (responsible && part.kind === 'measure') {
    const words = responsible.former ? nameAndFormer : nameAndRole;
    found.push([t('placement.responsible'), words(responsible.person)]);
  }
  if (!hasFields(part.kind)) return found;
  const { kind } = part;
  for (const [name, type] of Object.entries(FIELDS[kind])) {
    const value = fields[name]?.trim();
    if (!value || name === 'title') continue;
    const label = name === 'target' ? 'goal.targetOther' : `${kind}.${name}`;
    found.push([t(label, ''), wordsOf(name, type, value)]);
  }
  return found;

  function wordsOf(name: string, type: unknown, value: string): string {
    if (Array.isArray(type)) return t(`${kind}.choices.${name}.${value}`, '');
    if (type === 'part') return goalTitle(value);
    return type === 'date' && isIsoDay(value) ? dayAsSpoken(value, i18n.language) : value;
  }
}
