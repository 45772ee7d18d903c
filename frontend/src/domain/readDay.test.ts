import { expect, test } from 'vitest';
import { isIsoDay } from './dates';
import { dayAsTyped, readDay } from './readDay';

const TODAY = '2026-11-29';
const read = (written: string) => readDay(written, {}, TODAY);

test.each([
  ['15.08.2026', '2026-08-15'],
  ['15.8.2026', '2026-08-15'],
  ['5.8.26', '2026-08-05'],
  ['15.08.26', '2026-08-15'],
  [' 15 . 8 . 2026 ', '2026-08-15'],
  ['15/8/2026', '2026-08-15'],
  ['15-08-2026', '2026-08-15'],
  ['15,08,2026', '2026-08-15'],
  ['15 8 2026', '2026-08-15'],
  ['15\u00a08\u00a02026', '2026-08-15'],
  ['03.02.2027', '2027-02-03'],
  ['15082026', '2026-08-15'],
  ['150826', '2026-08-15'],
  ['1. august 2027', '2027-08-01'],
  ['1 august 2027', '2027-08-01'],
  ['1.AUG.2027', '2027-08-01'],
  ['1. aug. 27', '2027-08-01'],
  ['12. sept 2027', '2027-09-12'],
  ['3. mai 2027', '2027-05-03'],
  ['3 October 2027', '2027-10-03'],
  ['2026-08-15', '2026-08-15'],
  ['2026-8-15', '2026-08-15'],
  ['29.02.2028', '2028-02-29'],
  ['29.2.2000', '2000-02-29'],
  ['01.01.1900', '1900-01-01'],
  ['31.12.2200', '2200-12-31'],
  ['１５.０８.２０２６', '2026-08-15'],
])('%j is the day %s', (written, day) => {
  expect(read(written)).toMatchObject({ day });
});

test.each([
  ['15.8', 'unfinished'],
  ['15.8.', 'unfinished'],
  ['15', 'unfinished'],
  ['15.', 'unfinished'],
  ['15.08.202', 'unfinished'],
  ['15.08.2', 'unfinished'],
  ['1508202', 'unfinished'],
  ['2026-08-1', 'unfinished'],
  ['2026-08', 'unfinished'],
  ['1. august', 'unfinished'],
  ['.08.2026', 'unfinished'],
  ['snart', 'unreadable'],
  ['15.08.2026 kl. 12', 'unreadable'],
  ['15.08.20261', 'unreadable'],
  ['150820261', 'unreadable'],
  ['1. ju 2027', 'unreadable'],
  ['1. jabber 2027', 'unreadable'],
  ['31.02.2026', 'impossible'],
  ['29.02.2027', 'impossible'],
  ['29.02.2100', 'impossible'],
  ['31.04.2026', 'impossible'],
  ['00.08.2026', 'impossible'],
  ['15.13.2026', 'impossible'],
  ['08/15/2026', 'impossible'],
  ['06152027', 'impossible'],
  ['2026-02-31', 'impossible'],
  ['15.08.85', 'century'],
  ['15.08.57', 'century'],
  ['15.08.0026', 'early'],
  ['31.12.1899', 'early'],
  ['01.01.2201', 'late'],
  ['15.08.9999', 'late'],
])('%j is no day: %s', (written, problem) => {
  expect(read(written)).toEqual({ problem });
});

test('nothing written is no date, once its writer has left', () => {
  expect(read('')).toEqual({ day: '', certain: false });
  expect(read('  ')).toEqual({ day: '', certain: false });
});

test.each([
  ['1.8.26', true],
  ['1.8.20', false],
  ['1.8.19', false],
  ['010821', false],
  ['01082026', true],
  ['1. august 20', false],
])('whether more figures can follow %j', (written, certain) => {
  expect(read(written)).toMatchObject({ certain });
});

test('a form may allow fewer days', () => {
  const limits = { min: '2026-11-29', max: '2027-12-31' };
  expect(readDay('28.11.2026', limits, TODAY)).toEqual({ problem: 'early' });
  expect(readDay('29.11.2026', limits, TODAY)).toMatchObject({ day: '2026-11-29' });
  expect(readDay('01.01.2028', limits, TODAY)).toEqual({ problem: 'late' });
});

test.each(['1900-01-01', '2000-02-29', '2026-08-15', '2200-12-31'])('%s is read as it is shown', (day) => {
  expect(read(dayAsTyped(day))).toEqual({ day, certain: true });
  expect(isIsoDay(day)).toBe(true);
});

test.each([
  '0026-08-15',
  '2026-02-31',
  '2026-13-01',
  '9999-01-01',
  '1899-12-31',
  'snart',
  '2026-8-5',
  '',
  null,
])('what the log may hold and is no day, is none: %j', (value) => {
  expect(isIsoDay(value)).toBe(false);
});

test.each([
  ['1.8', '2027-08-01'],
  ['0108', '2027-08-01'],
  ['1. august', '2027-08-01'],
  ['29.11', '2026-11-29'],
  ['28.11', '2027-11-28'],
  ['29.2', '2028-02-29'],
])('%j without a year is the next one where only what is to come can be meant', (written, day) => {
  expect(readDay(written, { min: '2026-11-29' }, TODAY)).toEqual({ day, certain: false });
  expect(read(written)).toEqual({ problem: 'unfinished' });
});

test('what is no day of any year, or of none that is allowed, is none without a year either', () => {
  expect(readDay('31.2', { min: '2026-11-29' }, TODAY)).toEqual({ problem: 'impossible' });
  expect(readDay('1.8', { min: '2026-11-29', max: '2027-01-31' }, TODAY)).toEqual({ problem: 'late' });
});
