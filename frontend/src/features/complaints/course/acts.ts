export interface FieldSpec {
  name: string;
  kind: 'line' | 'area' | 'day' | 'choice' | 'question';
  values?: string[];
}

const area = (name: string): FieldSpec => ({ name, kind: 'area' });
const line = (name: string): FieldSpec => ({ name, kind: 'line' });
const day = (name: string): FieldSpec => ({ name, kind: 'day' });
const choice = (name: string, ...values: string[]): FieldSpec => ({ name, kind: 'choice', values });

/** What each act asks for, in the order in which acts are offered. */
export const ACTS: Record<string, FieldSpec[]> = {
  received: [day('day')],
  reversed: [choice('extent', 'fully', 'partly'), area('reason'), day('day')],
  forwarded: [area('statement'), day('day')],
  rejected: [choice('rejection', 'late', 'no-right-to-complain', 'other'), area('reason'), day('day')],
  'delay-told': [area('reason'), day('expected')],
  'late-asked': [area('question')],
  'mending-asked': [area('question'), day('due')],
  'signature-came': [day('day')],
  'governor-asked': [choice('of', 'municipality', 'owner'), area('question'), day('due')],
  'governor-answered': [{ name: 'question', kind: 'question' }, area('answer')],
  'governor-delayed': [area('reason'), day('expected')],
  'outcome-came': [
    choice('verdict', 'upheld', 'partly', 'not-upheld', 'sent-back'),
    area('reason'),
    day('day'),
  ],
  ordered: [area('text'), line('responsible'), day('due')],
  commented: [area('text')],
  contested: [area('words')],
  closed: [line('reason')],
  withdrawn: [line('reason')],
};

/** What may be done now, in the order in which it is offered: nobody answers where nothing is asked. */
export function offered(may: readonly string[], questions: number): string[] {
  return Object.keys(ACTS).filter(
    (action) => may.includes(action) && (action !== 'governor-answered' || questions > 0),
  );
}

const OPTIONAL = new Set(['closed', 'withdrawn']);

/** What of it is still to be said. */
export function unsaid(action: string, said: Record<string, string>): string[] {
  if (OPTIONAL.has(action)) return [];
  return (ACTS[action] ?? []).map(({ name }) => name).filter((name) => !said[name]?.trim());
}

/** As the command says it: a question is named by its number. */
export function saidAs(said: Record<string, string>): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(said).map(([name, value]) => [
      name,
      name === 'question' && /^\d+$/.test(value) ? Number(value) : value,
    ]),
  );
}
