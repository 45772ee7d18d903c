// @vitest-environment jsdom
import { beforeEach, expect, test, vi } from 'vitest';
import type { PartView, PlanView, SuggestionView } from '../../../domain/types';
import { shownPage } from '../../../ui/testing/shown';
import { there } from '../../../ui/testing/there';
import type { CardTools } from '../margin/useMargin';
import type { Place } from './places';
import { SuggestionCard } from './SuggestionCard';

const { page, show } = shownPage();
const tools = {
  plan: { id: 'p', me: 'me' } as PlanView,
  part: { id: 'm', kind: 'measure', level: 'edit' } as PartView,
  assisted: null,
} as CardTools;
const INSERTED = {
  id: 's',
  author: { id: 'a', name: 'Silje', role: 'school' },
  created_at: '2026-11-21T12:00:00Z',
  field: null,
  anchor: { start: 'a', end: 'b' },
  quote: '',
  replacement: 'ikke',
  words_gone: false,
  status: 'open',
  word: '',
} as unknown as SuggestionView;

beforeEach(() => {
  vi.stubGlobal(
    'IntersectionObserver',
    class {
      observe() {}
      unobserve() {}
    },
  );
});

function card(place: Place, more: Partial<SuggestionView> = {}): Promise<void> {
  const suggestion = { ...INSERTED, ...more };
  return show(
    <SuggestionCard
      suggestion={suggestion}
      place={place}
      tools={tools}
      kind={undefined}
      active
      focusTurn={0}
    />,
  );
}

const buttons = () => [...page.querySelectorAll('button')].map(({ textContent }) => textContent);

test('nobody accepts what goes where they are not shown', async () => {
  await card('unseen');
  expect(buttons()).toEqual(['Ikke godta']);
  expect(page.textContent).toContain('Stedet kan ikke vises her.');
  await card('there');
  expect(buttons()).toEqual(['Vis i teksten', 'Godta', 'Ikke godta']);
  expect(page.textContent).not.toContain('Stedet kan ikke vises her.');
  await card('gone');
  expect(buttons()).toEqual(['Ikke godta']);
  expect(page.textContent).toContain('Ordene står ikke lenger slik de sto.');
});

test('lines of a field are shown as lines, and a break that is taken away is seen', async () => {
  await card('there', { field: 'how', anchor: null, quote: 'Først\nså', replacement: 'Først så\nsist' });
  const change = there(page.querySelector('.suggestion__change'));
  expect(there(change.querySelector('del')).textContent).toBe('↵\nså');
  expect(there(change.querySelector('ins')).textContent).toBe(' så↵\nsist');
});
