// @vitest-environment jsdom
import { expect, test } from 'vitest';
import type { Decision, Level } from '../../../domain/types';
import { shownPage } from '../../../ui/testing/shown';
import { Receipt } from './Receipt';

const SEEN_STAYS = 'Det som alt er sett, kan ikke gjøres usett.';

const { page, show } = shownPage();

async function receiptOf(level: Level, text: string): Promise<string> {
  const decision = { number: 1, level, text, language: 'nb', signed_at: '2026-01-01T00:00:00Z' };
  await show(<Receipt receipt={[decision as unknown as Decision]} onClose={() => {}} />);
  return page.textContent ?? '';
}

test('who withdraws gets the words as a receipt, and reads that what was seen stays seen (rule 10)', async () => {
  const words = await receiptOf('none', 'Fra nå lar jeg ikke skolen se «Helse».');
  expect(words).toContain('Fra nå lar jeg ikke skolen se «Helse».');
  expect(words).toContain(SEEN_STAYS);
});

test('nothing is said of what was seen where nothing is withdrawn', async () => {
  expect(await receiptOf('read', 'Fra i dag lar jeg skolen lese «Helse».')).not.toContain(SEEN_STAYS);
});
