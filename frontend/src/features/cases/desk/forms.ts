import { todayInNorway } from '../../../domain/dates';
import type { CaseAnswer } from '../../../domain/openapi';
import { dayAsTyped } from '../../../domain/readDay';
import { TOLD } from '../reviews/told';

/** How a field of what is said is asked for. `lines`: several, one on each line; `known`: it is not asked for, as a
 *  choice says it or nobody does. */
export type Kind = 'line' | 'lines' | 'words' | 'day' | 'number' | 'yes' | 'choice' | 'known';

export interface AskedField {
  name: string;
  kind: Kind;
  /** What there is to choose from. */
  values?: readonly string[];
  /** Asked for only of who is not in the directory: what is chosen there says it. */
  unlisted?: true;
}

export interface Form {
  track?: 'case' | 'representation' | 'responsibility' | 'coordinator' | 'plan' | 'reviews';
  fields: readonly AskedField[];
  /** The text is shown before it is sent, and what was shown is what is kept. */
  shown?: boolean;
  /** Under which name all fields are sent together. */
  within?: string;
  /** Whoever writes down what the owner said says so. */
  forOwner?: boolean;
}

export const line = (name: string): AskedField => ({ name, kind: 'line' });
export const words = (name: string): AskedField => ({ name, kind: 'words' });
export const day = (name: string): AskedField => ({ name, kind: 'day' });
export const number = (name: string): AskedField => ({ name, kind: 'number' });
export const yes = (name: string): AskedField => ({ name, kind: 'yes' });
const choice = (name: string, ...values: string[]): AskedField =>
  values.length > 0 ? { name, kind: 'choice', values } : { name, kind: 'choice' };

const BASIS = choice('basis', 'health', 'social', 'nav', 'child-welfare');
const reason = words('reason');
/** Somebody in the directory of coordinators; it is not sent, as it says who, what they are called and where they work. */
export const LISTED = 'listed';
/** What is chosen there for somebody who is not in it. */
export const SOMEBODY_ELSE = 'somebody-else';

/** Whether a field is asked for, by what is chosen in the directory; where that is empty, nobody can choose. */
export const isAsked = (
  field: AskedField,
  typed: Typed,
  choices: ChoicesOf,
  listed: AskedField | undefined,
) => {
  if (field.kind === 'known') return false;
  const choosable = listed !== undefined && choices(listed).length > 0;
  if (field.name === LISTED) return choosable;
  return !field.unlisted || !choosable || typed[LISTED] === SOMEBODY_ELSE;
};

/** What the unit may do, in the order in which it is usually done; `closed` and the like at the end. */
export const FORMS: Record<string, Form> = {
  taken: { track: 'case', fields: [] },
  'consent-checked': {
    track: 'case',
    fields: [choice('consent', 'given', 'statutory', 'refused'), line('by')],
  },
  asked: { track: 'case', fields: [choice('of', 'owner', 'relative', 'professional'), words('question')] },
  answered: { track: 'case', fields: [choice('question'), words('answer')] },
  'meeting-set': { track: 'case', fields: [day('meeting')] },
  'delay-notified': { track: 'case', fields: [reason, day('expected')] },
  decided: {
    track: 'case',
    fields: [
      choice('thing'),
      choice('outcome', 'granted', 'in-part', 'refused', 'not-wanted'),
      BASIS,
      reason,
      choice('means', 'letter', 'phone', 'meeting'),
      day('known_on'),
    ],
    shown: true,
  },
  assigned: { track: 'case', fields: [choice('handler')] },
  'subject-corrected': {
    track: 'case',
    fields: [
      line('name'),
      day('born'),
      day('expected'),
      line('contact'),
      line('language'),
      yes('interpreter'),
      yes('protected'),
    ],
    within: 'subject',
  },
  'child-born': { track: 'case', fields: [line('name'), day('born')] },
  declined: { track: 'case', fields: [line('contact_point'), reason, yes('review')], forOwner: true },
  moved: { track: 'case', fields: [line('municipality'), yes('hand_over')], forOwner: true },
  closed: {
    track: 'case',
    fields: [
      choice('reason', 'wish', 'need-over', 'moved', 'other'),
      words('words'),
      line('archive_receipt'),
    ],
  },
  died: { track: 'case', fields: [day('died'), line('said_by')], shown: true },
  'representative-registered': {
    track: 'representation',
    fields: [
      line('person'),
      line('name'),
      choice('basis', 'parents', 'care-order', 'nearest-relative', 'guardian', 'future-mandate'),
      day('until'),
      words('proof'),
      words('protest'),
    ],
  },
  'representative-ended': { track: 'representation', fields: [choice('person'), reason] },
  'responsibility-agreed': { track: 'responsibility', fields: [line('service')] },
  'responsibility-disputed': {
    track: 'responsibility',
    fields: [{ name: 'services', kind: 'lines' }],
  },
  'responsibility-decided': { track: 'responsibility', fields: [line('service'), reason, BASIS] },
  'wish-recorded': {
    track: 'coordinator',
    fields: [choice('wish', 'somebody', 'no-preference', 'unsure'), line('somebody'), line('said_by')],
    forOwner: true,
  },
  'coordination-consented': { track: 'coordinator', fields: [line('said_by')], shown: true, forOwner: true },
  'coordinator-proposed': {
    track: 'coordinator',
    fields: [
      choice(LISTED),
      ...['person', 'name', 'workplace'].map((name) => ({ ...line(name), unlisted: true as const })),
      choice('service'),
      yes('as_wished'),
      words('departure'),
    ],
  },
  'coordinator-released': { track: 'coordinator', fields: [line('leader')] },
  'release-refused': { track: 'coordinator', fields: [line('leader'), reason] },
  'proposal-refused': { track: 'coordinator', fields: [reason], forOwner: true },
  'coordinator-appointed': {
    track: 'coordinator',
    fields: [
      choice('kind', 'coordinator', 'child-coordinator'),
      day('start'),
      choice('training', 'done', 'planned', 'none'),
    ],
  },
  'coordinator-absent': {
    track: 'coordinator',
    fields: [
      day('until'),
      choice(LISTED),
      { name: 'substitute_person', kind: 'known' },
      { ...line('substitute'), unlisted: true },
    ],
  },
  'coordinator-returned': { track: 'coordinator', fields: [] },
  'handover-begun': {
    track: 'coordinator',
    fields: [reason, words('cleared'), number('together_days'), day('last_day')],
  },
  'coordinator-left': { track: 'coordinator', fields: [reason] },
  'coordinator-not-wanted': { track: 'coordinator', fields: [reason], forOwner: true },
  'coordinator-ended': { track: 'coordinator', fields: [reason] },
  'review-opened': { track: 'reviews', fields: [choice('event', ...TOLD), day('day')] },
  'review-done': { track: 'reviews', fields: [choice('review')] },
  'review-not-done': { track: 'reviews', fields: [choice('review'), reason] },
  'opposition-settled': { track: 'plan', fields: [choice('parent'), reason] },
  'plan-offered': { track: 'plan', fields: [words('childs_view')], shown: true },
};

/** Of the step that waits for the unit, the form that does it. */
const DOES: Record<string, string> = {
  take: 'taken',
  'check-consent': 'consent-checked',
  rest: 'closed',
  answer: 'answered',
  decide: 'decided',
  'link-child': 'child-born',
  'notify-delay': 'delay-notified',
  review: 'asked',
  'settle-responsibility': 'responsibility-decided',
  'say-wish': 'wish-recorded',
  propose: 'coordinator-proposed',
  release: 'coordinator-released',
  appoint: 'coordinator-appointed',
  cover: 'coordinator-absent',
  'offer-plan': 'plan-offered',
  'go-through': 'review-done',
  'settle-opposition': 'opposition-settled',
};

export const nextOf = (found: CaseAnswer): Set<string> =>
  new Set(found.waiting.map(({ step }) => DOES[step] ?? ''));

export type Typed = Record<string, string | boolean>;

/** What the unit knows before anybody has typed. */
export const knownOf = (form: Form, found: CaseAnswer): Typed =>
  form.within
    ? {
        name: found.row.name,
        born: found.born ?? '',
        expected: found.expected ?? '',
        contact: found.contact,
        language: found.language,
        interpreter: found.interpreter,
        protected: found.row.protected,
      }
    : { ...(asksAgain(form) && { review: true }), known_on: todayInNorway() };

/** In other forms it is chosen which review it is. */
const asksAgain = ({ fields }: Form) => fields.some(({ name, kind }) => name === 'review' && kind === 'yes');

/** What a form holds before anybody has typed: what is known. Of several nobody has chosen any yet: what stands
 *  there would be sent unread. */
export function begun(form: Form, known: Typed, values: ChoicesOf): Typed {
  return Object.fromEntries(
    form.fields.map((field) => [field.name, known[field.name] ?? empty(field, values)]),
  );
}

export type ChoicesOf = (field: AskedField) => readonly string[];
export type Follows = (field: string, value: string) => Typed;

/** What a form holds: what is known by now, and over it what was typed. What was chosen and is no longer there to
 *  choose is chosen no more, nor what followed from it. */
export function heldIn(form: Form, known: Typed, typed: Typed, values: ChoicesOf, follows?: Follows): Typed {
  const gone = form.fields.filter(
    (field) =>
      field.kind === 'choice' && typed[field.name] && !values(field).includes(String(typed[field.name])),
  );
  const none = gone.map(({ name }) => ({ ...follows?.(name, ''), [name]: '' }));
  return Object.assign({}, begun(form, known, values), typed, ...none);
}

/** What of it is words or days of its writer's own, by the names of their fields. */
export const ownWordsIn = (form: Form, typed: Typed): [string, string][] =>
  form.fields
    .filter(({ kind }) => !['yes', 'choice', 'known'].includes(kind))
    .map(({ name, kind }): [string, string] => {
      const words = String(typed[name] ?? '').trim();
      return [name, kind === 'day' && words ? dayAsTyped(words) : words];
    })
    .filter(([, words]) => words !== '');

function empty(field: AskedField, values: ChoicesOf): string | boolean {
  if (field.kind === 'yes') return false;
  const [only = '', ...others] = field.kind === 'choice' ? values(field) : [];
  return others.length === 0 ? only : '';
}

const SAID_BY = 'on_behalf_of';
/** Records of the case, which are chosen by their number. */
const NUMBERS = new Set(['question', 'review']);

/** As it is sent: days that are not set are null, several lines a list, numbers numbers. */
export function commandOf(action: string, form: Form, typed: Typed) {
  const said: Record<string, string | number | boolean | string[] | null> = {};
  for (const { name, kind } of form.fields) {
    if (name === LISTED || (name === 'basis' && form.track !== 'representation')) continue;
    const value = typed[name] ?? '';
    if (kind === 'day' || kind === 'known') said[name] = value || null;
    else if (kind === 'lines') said[name] = linesOf(value);
    else if (kind === 'number' || (NUMBERS.has(name) && kind === 'choice')) said[name] = Number(value);
    else said[name] = typeof value === 'string' ? value.trim() : value;
  }
  const behalf = String((form.forOwner && (typed.said_by ?? typed[SAID_BY])) || '');
  return {
    action,
    said: form.within ? { [form.within]: said } : said,
    ...(typed.basis && !('basis' in said) ? { basis: String(typed.basis) } : {}),
    ...(behalf ? { on_behalf_of: behalf.trim() } : {}),
  };
}

/** The fields that the server asks for and nobody has filled in, in their order; a choice is always made. */
export function missingIn(form: Form, typed: Typed, requires: readonly string[]): string[] {
  const must = form.within
    ? ['name']
    : form.fields
        .filter(({ name, kind }) => requires.includes(name) || (kind === 'choice' && name !== LISTED))
        .map(({ name }) => name);
  const behalf = form.forOwner && !('said_by' in typed) ? [SAID_BY] : [];
  return [...must, ...behalf].filter(
    (name) => typed[name] !== false && String(typed[name] ?? '').trim() === '',
  );
}

const linesOf = (value: string | boolean) =>
  String(value)
    .split('\n')
    .map((each) => each.trim())
    .filter(Boolean);
