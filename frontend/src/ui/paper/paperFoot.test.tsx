// @vitest-environment jsdom
import { expect, test, vi } from 'vitest';
import { shownPage } from '../testing/shown';
import { PaperFoot } from './PaperFoot';

const { show } = shownPage();

/** What the style sheet of the foot holds. */
function written(): () => string {
  let words = '';
  class Sheet {
    replaceSync = (text: string) => {
      words = text;
    };
  }
  vi.stubGlobal('CSSStyleSheet', Sheet);
  return () => words;
}

test('every printed page says whose plan it is, the day with its year, and which page it is', async () => {
  const words = written();
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-11-29T12:00:00Z') });
  await show(<PaperFoot words="Planen til Runa Elvestad" />);
  vi.useRealTimers();
  expect(words()).toContain('"Planen til Runa Elvestad"');
  expect(words()).toContain('"29. november 2026 · side " counter(page) " av " counter(pages) ""');
});

test('a name cannot end the words of the foot', async () => {
  const words = written();
  await show(<PaperFoot words={'Planen til Kari" } * { display: none } \\\n'} />);
  expect(words()).toContain('"Planen til Kari\\22  } * { display: none } \\5c \\a "');
});

test('the name goes with the plan (P3)', async () => {
  const words = written();
  await show(<PaperFoot words="Planen til Runa Elvestad" />);
  await show(null);
  expect(words()).toBe('');
  expect(document.adoptedStyleSheets).toEqual([]);
});
