import { expect, test } from 'vitest';
import { EMPTY, missing, reportOf } from './wish';

const RELATIVE = {
  ...EMPTY,
  reporter: 'relative' as const,
  name: ' Kari ',
  reporterName: 'Ola',
  wish: 'both' as const,
  reason: 'Trenger hjelp fra flere.',
  consent: 'given' as const,
  consentBy: 'Kari',
};

test('an empty form says all that is missing, and of who reports only what fits', () => {
  expect(missing(EMPTY)).toEqual(['who', 'name', 'wish', 'reason']);
  expect(missing({ ...EMPTY, reporter: 'professional' })).toEqual([
    'name',
    'yourName',
    'wish',
    'reason',
    'consent',
  ]);
  expect(missing({ ...EMPTY, reporter: 'owner' })).toEqual(['name', 'wish', 'reason']);
  expect(missing(RELATIVE)).toEqual([]);
});

test('what is sent is what was typed, without spaces at its ends and without a day that is none', () => {
  const report = reportOf(RELATIVE, 'nb');
  expect(report.subject).toMatchObject({ name: 'Kari', born: null });
  expect(report).toMatchObject({
    reporter: 'relative',
    consent: 'given',
    consent_by: 'Kari',
    language: 'nb',
  });
});

test('of a child who is not born yet the family is reported, with the day and without a birthday', () => {
  const expecting = { ...RELATIVE, expecting: true, born: '1980-05-01' };
  expect(missing({ ...expecting, name: '' })).toEqual(['family', 'expected']);
  const { subject } = reportOf({ ...expecting, expected: '2027-03-01' }, 'nb');
  expect(subject).toMatchObject({ name: 'Kari', born: null, expected: '2027-03-01' });
  expect(reportOf({ ...RELATIVE, expected: '2027-03-01' }, 'nb').subject.expected).toBeNull();
});

test('whoever reports their own need is the person and consents', () => {
  const report = reportOf({ ...RELATIVE, reporter: 'owner', consent: 'missing', born: '1980-05-01' }, 'en');
  expect(report).toMatchObject({ reporter_name: 'Kari', consent: 'given', consent_by: 'Kari' });
  expect(report.subject.born).toBe('1980-05-01');
});

test('whom nobody has named says their own name beside that of the family', () => {
  const expecting = { ...RELATIVE, reporter: 'owner' as const, expecting: true, expected: '2027-03-01' };
  expect(missing({ ...expecting, reporterName: '' }, true)).toEqual(['yourName']);
  expect(missing({ ...expecting, reporterName: '' })).toEqual([]);
  expect(reportOf(expecting, 'nb')).toMatchObject({ reporter_name: 'Ola', subject: { name: 'Kari' } });
  expect(reportOf({ ...expecting, reporterName: '' }, 'nb').reporter_name).toBe('Kari');
  expect(missing({ ...RELATIVE, reporter: 'owner', reporterName: '' }, true)).toEqual([]);
});
