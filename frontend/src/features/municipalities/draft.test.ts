// @vitest-environment jsdom
import { beforeEach, expect, test } from 'vitest';
import type { MunicipalitySettings } from '../../domain/openapi';
import { begin, change, draft, forget, isChanged, refusedFields, stored, told } from './draft';

const words = { nb: '', nn: '', en: '' };
const settings: MunicipalitySettings = {
  contact: { name: words, phone: '', mail: '', address: '', visit: '', hours: words },
  governor: { name: '', phone: '' },
  ombud: { name: '', phone: '' },
  offers: [],
  asks_coordination: false,
  asks_both_parents: true,
  appointable: [],
  chosen: {},
};

beforeEach(() => draft.replace({ number: '', version: 0, saved: null, now: null }));

test('what is typed is kept when the page is read again, until it is stored or given up', () => {
  begin('9950', 1, settings);
  expect(isChanged(draft.read())).toBe(false);
  change({ asks_coordination: true });
  begin('9950', 1, settings);
  expect(draft.read().now?.asks_coordination).toBe(true);
  forget();
  expect(isChanged(draft.read())).toBe(false);
});

test('what is typed while it is stored is not stored yet', () => {
  begin('9950', 1, settings);
  change({ asks_coordination: true });
  const sent = draft.read().now;
  change({ asks_both_parents: false });
  if (sent) stored(2, sent);
  expect(isChanged(draft.read())).toBe(true);
});

test('another municipality begins anew', () => {
  begin('9950', 1, settings);
  change({ asks_coordination: true });
  begin('9951', 1, settings);
  expect(draft.read()).toEqual({ number: '9951', version: 1, saved: settings, now: settings });
});

test('a refusal names its fields', () => {
  const detail =
    'settings.contact.phone: String should match pattern; settings.chosen.case.meeting-cycle: must be from 1 to 28';
  expect(refusedFields(detail)).toEqual(new Set(['contact.phone', 'chosen.case.meeting-cycle']));
  expect(refusedFields('too many values')).toEqual(new Set());
});

test('what somebody else saved while one typed is not taken for what was read, until that was said', () => {
  begin('9950', 1, settings);
  change({ asks_coordination: true });
  begin('9950', 2, { ...settings, asks_both_parents: false });
  expect(draft.read().version).toBe(1);
  told(2);
  expect(draft.read()).toMatchObject({
    version: 2,
    now: { asks_coordination: true, asks_both_parents: true },
  });
});
