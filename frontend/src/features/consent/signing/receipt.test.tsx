// @vitest-environment jsdom
import '../../../ui/testing/jsdom';
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Decision, Level } from '../../../domain/types';
import { i18nReady } from '../../../i18n';
import { Receipt } from './Receipt';

const SEEN_STAYS = 'Det som alt er sett, kan ikke gjøres usett.';

beforeEach(async () => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  await i18nReady;
});

afterEach(() => vi.unstubAllGlobals());

async function receiptOf(level: Level, text: string): Promise<string> {
  const page = document.createElement('div');
  const root = createRoot(page);
  const decision = { number: 1, level, text, language: 'nb', signed_at: '2026-01-01T00:00:00Z' };
  const receipt = [decision as unknown as Decision];
  await act(async () => root.render(<Receipt receipt={receipt} onClose={() => {}} />));
  const words = page.textContent ?? '';
  await act(() => root.unmount());
  return words;
}

test('who withdraws gets the words as a receipt, and reads that what was seen stays seen (rule 10)', async () => {
  const words = await receiptOf('none', 'Fra nå lar jeg ikke skolen se «Helse».');
  expect(words).toContain('Fra nå lar jeg ikke skolen se «Helse».');
  expect(words).toContain(SEEN_STAYS);
});

test('nothing is said of what was seen where nothing is withdrawn', async () => {
  expect(await receiptOf('read', 'Fra i dag lar jeg skolen lese «Helse».')).not.toContain(SEEN_STAYS);
});
