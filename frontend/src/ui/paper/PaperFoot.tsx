import { useCallback } from 'react';
import { todayInNorway } from '../../domain/dates';
import { dayInFull } from '../../i18n/spoken';
import { useTranslation } from '../../i18n/useTranslation';
import { useSheet } from './useSheet';

const PAGE = 'font: 9pt "Inter Variable", system-ui, sans-serif; vertical-align: top; padding-top: 4mm;';

/**
 * In the foot of every printed page: what it is and whose, the day it was printed, and which page of how many. The words
 * are in a style sheet, which a browser repeats on each page; it goes with the page.
 */
export function PaperFoot({ words }: { words: string }) {
  const { t, i18n } = useTranslation('plan');
  const page = t('paper.page', { page: '" counter(page) "', pages: '" counter(pages) "' });
  // Written when it is needed: the page may have been open since yesterday.
  useSheet(useCallback(() => footOf(words, dayOf(i18n.language), page), [words, page, i18n.language]));
  // Browsers without margin boxes repeat what is fixed.
  if ('CSSMarginRule' in window) return null;
  return (
    <p aria-hidden="true" className="paper-foot">
      {words} · {dayOf(i18n.language)}
    </p>
  );
}

/** With the year, always: paper is kept. */
function dayOf(language: string): string {
  return dayInFull(todayInNorway(), language);
}

function footOf(words: string, day: string, page: string): string {
  return `@page {
    margin: 16mm 16mm 20mm;
    @bottom-left { content: "${quoted(words)}"; width: 60%; text-align: left; ${PAGE} }
    @bottom-right { content: "${quoted(day)} · ${page}"; width: 40%; text-align: right; ${PAGE} }
  }`;
}

/** As it stands between the quotes of a style sheet: a name must not end them. */
function quoted(said: string): string {
  return said.replace(/["\\\p{Cc}]/gu, (sign) => `\\${sign.codePointAt(0)?.toString(16)} `);
}
