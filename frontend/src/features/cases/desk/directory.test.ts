import { expect, test } from 'vitest';
import { listingOf, typedOf } from './directory';

const listed = {
  person: 'p',
  name: 'Hilde',
  workplace: 'Helse',
  leader: '',
  trained_on: '2026-01-02',
  refresh_due: null,
  most_cases: 10,
  active_cases: 3,
  languages: 'arabisk',
  experience: '',
  service: '',
  area: '',
  leaves_on: null,
  away_from: null,
  away_until: null,
  substitute: '',
  version: 4,
};

test('what is kept stands in the boxes, and is sent as it was if nothing is typed', () => {
  const { person, name, active_cases, ...kept } = listed;
  expect(typedOf(listed)).toMatchObject({
    person,
    trained_on: '2026-01-02',
    refresh_due: '',
    most_cases: '10',
  });
  expect(listingOf(typedOf(listed), 4)).toEqual(kept);
  expect([name, active_cases]).toEqual(['Hilde', 3]);
});

test('of somebody new nothing is agreed', () => {
  const sent = listingOf({ ...typedOf(null), person: 'p', workplace: ' Helse ' }, 0);
  expect(sent).toMatchObject({ version: 0, workplace: 'Helse', most_cases: 0, leaves_on: null, leader: '' });
});
