import { expect, test } from 'vitest';
import { saidIn } from './spokenFor';

test('whose words a draft is, is settled with its first letter', () => {
  expect(saidIn({ text: '', quoted: null }, 'session')).toBe('session');
  expect(saidIn({ text: 'Begynt før', quoted: null }, 'session')).toBe(null);
  expect(saidIn({ text: 'Jeg vil', quoted: null, assisted: 'session' }, null)).toBe('session');
  expect(saidIn({ text: 'Notert', quoted: null, assisted: null }, 'session')).toBe(null);
  expect(saidIn({ text: '', quoted: null }, null)).toBe(null);
});
