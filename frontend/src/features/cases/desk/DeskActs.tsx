import { useQuery } from '@tanstack/react-query';
import { apiGet, keys, useTextsOf } from '../../../api';
import { todayInNorway } from '../../../domain/dates';
import type { CaseAnswer } from '../../../domain/openapi';
import { dayInFull } from '../../../i18n/spoken';
import { useTranslation } from '../../../i18n/useTranslation';
import { isThere } from '../directory/finding';
import { useDirectory } from './directory';
import {
  type AskedField,
  FORMS,
  type Form,
  knownOf,
  LISTED,
  nextOf,
  SOMEBODY_ELSE,
  type Typed,
} from './forms';
import { MergeForm } from './MergeForm';
import { TransitionForm } from './TransitionForm';
import type { Desk } from './useDesk';

interface ActsProps {
  found: CaseAnswer;
  desk: Desk;
  municipality: string;
}

const TRACKS = ['case', 'representation', 'responsibility', 'coordinator', 'plan', 'reviews'] as const;
const ASSESSED = ['met', 'not-met', 'unclear'] as const;

/** What the unit can do now, by track, each as a form of its own: what is typed in one stays while another is sent. */
export function DeskActs({ found, desk, municipality }: ActsProps) {
  const { t } = useTranslation('desk');
  const words = useChoices(found, municipality);
  const law = useLaw(found, municipality);
  const next = nextOf(found);
  const may = Object.entries(FORMS).filter(
    ([action, form]) =>
      found.may.includes(action) && (!needsOne(action) || words.choices(form.fields[0]).length > 0),
  );
  return TRACKS.map((track) => {
    const forms = may.filter(([, form]) => form.track === track);
    if (forms.length === 0) return null;
    return (
      <section aria-labelledby={`do-${track}`} className="case-card" key={track}>
        <h2 className="section-heading" id={`do-${track}`}>
          {t(`tracks.${track}`)}
        </h2>
        {track === 'case' && found.may.includes('assessed') && <Criteria desk={desk} found={found} />}
        <div className="desk-forms">
          {forms.map(([action, form]) => (
            <TransitionForm
              act={desk.act}
              action={action}
              choices={words.choices}
              form={found.child ? form : (OF_ADULTS[action] ?? form)}
              hindered={action === 'decided' && isUnassessed(found) ? t('assessFirst') : undefined}
              known={knownOf(form, found)}
              key={action}
              law={law[action]}
              open={next.has(action)}
              preview={desk.preview}
              requires={found.requires[action] ?? []}
              follows={words.follows}
              wordsOf={words.wordsOf}
            />
          ))}
          {track === 'case' && found.may.includes('merged') && (
            <MergeForm desk={desk} found={found} municipality={municipality} />
          )}
        </div>
      </section>
    );
  });
}

const LAW = { 'representative-registered': ['basis', 'money-mandate', 'parents-until', 'protest'] } as const;

/** What the law says of what can be done, by action, as the catalogue has it. */
function useLaw(found: CaseAnswer, municipality: string): Record<string, string> {
  const { i18n } = useTranslation('desk');
  const asked = Object.keys(LAW).some((action) => found.may.includes(action));
  const texts = useTextsOf(municipality, 'representation', i18n.language, asked).data ?? {};
  const said = (keys: readonly string[]) =>
    keys.flatMap((key) => texts[`representation.${key}`] ?? []).join(' ');
  return Object.fromEntries(Object.entries(LAW).map(([action, keys]) => [action, said(keys)]));
}

/** As they are where it is not about a child: nothing that is for children can be chosen or is asked for. */
const OF_ADULTS: Record<string, Form> = Object.fromEntries(
  Object.entries(FORMS).map(([action, form]) => [
    action,
    {
      ...form,
      fields: form.fields
        .filter(({ name }) => name !== 'childs_view')
        .map(({ values, ...field }) =>
          values ? { ...field, values: values.filter((each) => each !== 'child-coordinator') } : field,
        ),
    },
  ]),
);

/** Until then nothing can be decided but that it is not wanted. */
const isUnassessed = (found: CaseAnswer) => found.criteria.some(({ assessed }) => assessed === null);

/** Of these there is nothing to do unless something can be chosen. */
const needsOne = (action: string) =>
  [
    'decided',
    'answered',
    'assigned',
    'representative-ended',
    'review-done',
    'review-not-done',
    'opposition-settled',
  ].includes(action);

interface Choices {
  choices: (field: AskedField | undefined) => readonly string[];
  wordsOf: (field: string, value: string) => string;
  follows: (field: string, value: string) => Typed;
}

/** What the case itself gives to choose from: things to decide, questions to answer, handlers to give it to;
 *  and its municipality, coordinators to propose. */
function useChoices(found: CaseAnswer, municipality: string): Choices {
  const { t, i18n } = useTranslation('desk');
  const handlers = useQuery({
    queryKey: keys.handlers(municipality),
    queryFn: ({ signal }) => apiGet('/api/units/{municipality}/handlers', { municipality }, signal),
  });
  const directory = useCoordinators(municipality, found.appointed);
  const answered = new Set(found.timeline.map(({ said }) => said.question));
  const questions = new Map(
    found.timeline
      .filter(({ action, number }) => action === 'asked' && !answered.has(number))
      .map(({ number, said }) => [String(number), String(said.question)]),
  );
  const reviews = new Map(
    found.reviews.map(({ record, event, due }) => [
      String(record),
      `${t(`values.event.${event}`)}, ${dayInFull(due, i18n.language)}`,
    ]),
  );
  const names = new Map((handlers.data ?? []).map(({ person, name }) => [person, name]));
  const representatives = new Map(found.representatives.map(({ person, name }) => [person, name]));
  const given: Record<string, readonly string[]> = {
    thing: found.undecided,
    question: [...questions.keys()],
    handler: [...names.keys()],
    person: found.representatives.map(({ person }) => person),
    parent: found.opposing,
    service: found.services,
    review: [...reviews.keys()],
    [LISTED]: directory.values,
  };
  return {
    choices: (field) => field?.values ?? given[field?.name ?? ''] ?? [],
    follows: (field, value) => (field === LISTED ? directory.says(value) : {}),
    wordsOf: (field, value) =>
      (field === LISTED ? directory.wordsOf(value) : names.get(value)) ??
      representatives.get(value) ??
      (field === 'question' ? questions.get(value) : null) ??
      (field === 'review' ? reviews.get(value) : null) ??
      t(`values.${field}.${value}`),
  };
}

/** Whom of its directory a municipality can propose or let stand in, with how much they have. `appointed`: who
 *  coordinates now, and neither stands in for themselves nor comes after themselves. */
function useCoordinators(municipality: string, appointed: string | null) {
  const { t } = useTranslation('desk');
  const listed = new Map(
    (useDirectory(municipality).data ?? [])
      .filter((each) => each.person !== appointed && isThere(each, todayInNorway()))
      .map((each) => [each.person, each]),
  );
  const wordsOf = (person: string) => {
    const whom = listed.get(person);
    if (!whom) return t(person === SOMEBODY_ELSE ? 'directory.somebodyElse' : 'directory.notChosen');
    const cases = t(whom.most_cases ? 'directory.casesOf' : 'directory.cases', {
      active: whom.active_cases,
      most: whom.most_cases,
    });
    return t('directory.choice', { name: whom.name, workplace: whom.workplace, cases });
  };
  const says = (person: string): Typed => {
    const whom = listed.get(person);
    const name = whom?.name ?? '';
    const known = whom?.person ?? '';
    return {
      person: known,
      name,
      workplace: whom?.workplace ?? '',
      service: whom?.service ?? '',
      substitute_person: known,
      substitute: name,
    };
  };
  return { values: listed.size > 0 ? ['', ...listed.keys(), SOMEBODY_ELSE] : [], wordsOf, says };
}

/** Each criterion as it stands, and a form to assess it, or to do so anew. */
function Criteria({ desk, found }: Pick<ActsProps, 'desk' | 'found'>) {
  const { t } = useTranslation('desk');
  return found.criteria.map((each) => (
    <TransitionForm
      act={({ said, ...command }, onSaved) =>
        desk.act({ ...command, said: { ...said, criterion: each.criterion } }, onSaved)
      }
      action="assessed"
      choices={({ values }) => values ?? []}
      form={{
        track: 'case',
        fields: [
          { name: 'assessed', kind: 'choice', values: ASSESSED },
          { name: 'reason', kind: 'words' },
        ],
      }}
      known={{}}
      key={each.criterion}
      open={each.assessed === null}
      preview={desk.preview}
      requires={found.requires.assessed ?? []}
      title={`${each.text}: ${each.assessed ? t(`values.assessed.${each.assessed}`) : t('notAssessed')}`}
      wordsOf={(field, value) => t(`values.${field}.${value}`)}
    />
  ));
}
