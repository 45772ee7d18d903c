// @vitest-environment jsdom
import { act } from 'react';
import { expect, test } from 'vitest';
import { shownPage } from '../../../ui/testing/shown';
import { draftKey, setDraft } from './drafts';
import { KeptDrafts } from './KeptDrafts';

const shown = shownPage();

test('what somebody had begun to write is shown where its part is no longer open to them, and nothing else is', async () => {
  const key = draftKey('ida', 'part1', 'new');
  setDraft(key, { text: 'Kan vi vente?', quoted: null });
  setDraft(draftKey('per', 'part1', 'new'), { text: 'En annens', quoted: null });
  await shown.show(<KeptDrafts me="ida" part="part1" />);
  expect(shown.page.textContent).toContain('Kan vi vente?');
  expect(shown.page.textContent).not.toContain('En annens');
  await act(async () => setDraft(key, null));
  expect(shown.page.textContent).toBe('');
});
