import { expect, test } from 'vitest';
import type { CaseAnswer } from '../../../domain/openapi';
import { FORMS as COORDINATORS } from '../coordinated/forms';
import { begun, commandOf, FORMS, heldIn, knownOf, LISTED, missingIn, nextOf, ownWordsIn } from './forms';

const form = (action: string) => FORMS[action] ?? { track: 'case' as const, fields: [] };

test('a day that is not set is null, and several lines are a list', () => {
  const absent = form('coordinator-absent');
  expect(commandOf('coordinator-absent', absent, { until: '', substitute: ' Tor ' }).said).toEqual({
    until: null,
    substitute: 'Tor',
    substitute_person: null,
  });
  const listed = { until: '', listed: 't', substitute: 'Tor', substitute_person: 't' };
  expect(commandOf('coordinator-absent', absent, listed).said).toEqual({
    until: null,
    substitute: 'Tor',
    substitute_person: 't',
  });
  const disputed = form('responsibility-disputed');
  expect(commandOf('responsibility-disputed', disputed, { services: 'NAV\n\n Helse ' }).said).toEqual({
    services: ['NAV', 'Helse'],
  });
});

test('whom to propose is sent alike, chosen from the directory or typed', () => {
  const said = {
    person: 'p',
    name: 'Hilde',
    workplace: 'Helse',
    service: 'nav',
    as_wished: true,
    departure: '',
  };
  for (const listed of ['p', ''])
    expect(commandOf('coordinator-proposed', form('coordinator-proposed'), { ...said, listed }).said).toEqual(
      said,
    );
});

test('a basis and on whose behalf stand beside what is said', () => {
  const decided = { service: 'Helse', reason: 'Størst del.', basis: 'health' };
  expect(commandOf('responsibility-decided', form('responsibility-decided'), decided)).toEqual({
    action: 'responsibility-decided',
    said: { service: 'Helse', reason: 'Størst del.' },
    basis: 'health',
  });
  const wished = commandOf('wish-recorded', form('wish-recorded'), {
    wish: 'unsure',
    somebody: '',
    said_by: 'Kari',
  });
  expect(wished.on_behalf_of).toBe('Kari');
});

test('what the server requires must be filled in, and on whose behalf', () => {
  const delay = form('delay-notified');
  expect(missingIn(delay, { reason: 'Kø.', expected: '' }, ['reason', 'expected'])).toEqual(['expected']);
  expect(missingIn(delay, { reason: 'Kø.', expected: '2027-01-01' }, ['reason', 'expected'])).toEqual([]);
  expect(missingIn(form('proposal-refused'), { reason: '' }, [])).toEqual(['on_behalf_of']);
  expect(missingIn(form('proposal-refused'), { reason: '', on_behalf_of: 'Kari' }, [])).toEqual([]);
});

test('what was typed stands over what is known, which is followed where nothing was', () => {
  const corrected = form('subject-corrected');
  const typed = { name: 'Kari Vik' };
  const before = heldIn(corrected, { name: 'Kari', contact: '1' }, typed, () => []);
  const after = heldIn(corrected, { name: 'Kåre', contact: '2' }, typed, () => []);
  expect([before.name, before.contact]).toEqual(['Kari Vik', '1']);
  expect([after.name, after.contact]).toEqual(['Kari Vik', '2']);
});

test('who or what can be chosen no more is chosen no more, nor what followed from it', () => {
  const proposed = form('coordinator-proposed');
  const typed = { [LISTED]: 'p', person: 'p', name: 'Hilde', departure: 'Nær.' };
  const follows = () => ({ person: '', name: '' });
  const there = (...persons: string[]) => heldIn(proposed, {}, typed, () => ['', ...persons], follows);
  expect(there('p')).toMatchObject(typed);
  expect(there('t')).toMatchObject({ [LISTED]: '', person: '', name: '', departure: 'Nær.' });
});

test('of what was typed, words and days are kept, and no ticks or choices', () => {
  const decided = form('decided');
  const typed = { thing: 'plan', reason: ' Vurdert. ', known_on: '2026-03-02' };
  expect(ownWordsIn(decided, typed)).toEqual([
    ['reason', 'Vurdert.'],
    ['known_on', '02.03.2026'],
  ]);
  expect(ownWordsIn(form('declined'), { review: true })).toEqual([]);
});

const CHOOSES = Object.entries({ ...FORMS, ...COORDINATORS }).flatMap(([action, form]) =>
  form.fields.filter(({ kind }) => kind === 'choice').map(({ name }) => [action, name] as const),
);

test.each(CHOOSES)(
  'of %s nothing is chosen of "%s" before somebody chooses, and it is asked for',
  (action, name) => {
    const form = { ...FORMS, ...COORDINATORS }[action] ?? { fields: [] };
    const several = (field: { values?: readonly string[] }) => field.values ?? ['', 'one', 'another'];
    const typed = begun(form, knownOf(form, {} as CaseAnswer), several);
    expect(typed[name]).toBe('');
    if (name !== LISTED) expect(missingIn(form, typed, [])).toContain(name);
  },
);

test('nothing that somebody is said to want or to have agreed to is ticked before; to be asked again is', () => {
  const ticked = Object.entries({ ...FORMS, ...COORDINATORS }).flatMap(([action, form]) => {
    const typed = begun(form, knownOf({ ...form, within: '' }, {} as CaseAnswer), () => []);
    return form.fields.filter(({ name }) => typed[name] === true).map(({ name }) => `${action} ${name}`);
  });
  expect(ticked).toEqual(['declined review']);
});

test('where there is but one, it stands there', () => {
  const decided = form('decided');
  expect(begun(decided, {}, ({ name }) => (name === 'thing' ? ['plan'] : [])).thing).toBe('plan');
});

test('of each step that waits for the unit there is a form', () => {
  const found = { waiting: [{ step: 'offer-plan' }, { step: 'answer-plan' }] } as unknown as CaseAnswer;
  const [next = ''] = nextOf(found);
  expect(FORMS[next]).toMatchObject({ track: 'plan', shown: true });
});
