import { expect, test } from 'vitest';
import { relativeTime } from './timeText';

const NOW = Date.parse('2026-11-21T12:00:00Z');

test.each([
  ['2026-11-21T11:59:30Z', null],
  ['2026-11-21T12:00:20Z', null],
  ['2026-11-21T11:55:00Z', 'for 5 minutter siden'],
  ['2026-11-21T09:30:00Z', 'for 2 timer siden'],
  ['2026-11-20T11:00:00Z', 'i går'],
  ['2026-11-18T15:00:00Z', 'for 3 døgn siden'],
  ['2026-11-19T14:00:00Z', 'i forgårs'],
  ['2026-11-14T18:00:00Z', '14. nov.'],
  ['2026-11-01T12:00:00Z', '1. nov.'],
  ['2025-11-01T12:00:00Z', '1. nov. 2025'],
])('%s is shown as %s', (iso, shown) => {
  expect(relativeTime(iso, NOW, 'nb')).toBe(shown);
});
