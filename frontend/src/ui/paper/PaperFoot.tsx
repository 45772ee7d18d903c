import { useCallback } from 'react';
import { todayInNorway } from '../../domain/dates';
import { dayInFull } from '../../i18n/spoken';
import { useTranslation } from '../../i18n/useTranslation';
import { useSheet } from './useSheet';

const PAGE = 'font: 9pt "Inter Variable", system-ui, sans-serif; vertical-align: top; padding-top: 4mm;';

/**
 * In the foot of every printed page: whose plan it is, the day it was printed, and which page of how many. The words
 * are in a style sheet, which a browser repeats on each page; it goes with the plan.
 */
export function PaperFoot({ owner }: { owner: string }) {
  const { t, i18n } = useTranslation('plan');
  const whose = t('front.title', { name: owner });
  const page = t('paper.page', { page: '" counter(page) "', pages: '" counter(pages) "' });
  // Written when it is needed: the page may have been open since yesterday.
  useSheet(useCallback(() => footOf(whose, dayOf(i18n.language), page), [whose, page, i18n.language]));
  // Browsers without margin boxes repeat what is fixed.
  if ('CSSMarginRule' in window) return null;
  return (
    <p aria-hidden="true" className="paper-foot">
      {whose} · {dayOf(i18n.language)}
    </p>
  );
}

/** With the year, always: paper is kept. */
function dayOf(language: string): string {
  return dayInFull(todayInNorway(), language);
}

function footOf(whose: string, day: string, page: string): string {
  return `@page {
    margin: 16mm 16mm 20mm;
    @bottom-left { content: "${quoted(whose)}"; width: 60%; text-align: left; ${PAGE} }
    @bottom-right { content: "${quoted(day)} · ${page}"; width: 40%; text-align: right; ${PAGE} }
  }`;
}

/** As it stands between the quotes of a style sheet: a name must not end them. */
function quoted(words: string): string {
  return words.replace(/["\\\p{Cc}]/gu, (sign) => `\\${sign.codePointAt(0)?.toString(16)} `);
}
