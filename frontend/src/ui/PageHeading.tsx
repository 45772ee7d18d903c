import { createContext, type ReactNode, useContext, useEffect, useRef } from 'react';
import { useTranslation } from '../i18n/useTranslation';

let firstPageShown = false;

/** The initials of the person whose plan the page is of, for the tab; empty outside a plan, and once it is over. */
export const PlanInitials = createContext('');

interface PageHeadingProps {
  title: string;
  /** The language of the title, where it is not the page's. */
  lang?: string | undefined;
  /** What the tab says, and the browser's history for months: the kind of page, never a name or what people wrote. */
  tab: string;
  children?: ReactNode;
}

/**
 * The only h1 of a page. It sets the document title and takes focus after a navigation, so that screen reader and
 * keyboard users start at the top of the new page.
 */
export function PageHeading({ title, lang, tab, children }: PageHeadingProps) {
  const { t } = useTranslation('common');
  const heading = useRef<HTMLHeadingElement>(null);
  const initials = useContext(PlanInitials);
  const words = `${initials && `${initials}: `}${tab} – ${t('appName')}`;

  useEffect(() => {
    document.title = words;
  }, [words]);

  useEffect(() => {
    if (firstPageShown) heading.current?.focus({ preventScroll: true });
    firstPageShown = true;
    window.scrollTo(0, 0);
  }, []);

  return (
    <h1 className="page-heading" lang={lang} ref={heading} tabIndex={-1}>
      {children ?? title}
    </h1>
  );
}

/** For when what had the focus goes from the page. */
export function focusPageHeading(): void {
  document.querySelector<HTMLElement>('.page-heading')?.focus({ preventScroll: true });
}

/** Once something was done: its form or button may be gone from the page, and what had the focus with it. */
export function useHeadingAfter(done: unknown): void {
  useEffect(() => {
    if (done && document.activeElement === document.body) focusPageHeading();
  }, [done]);
}

/** As the `ref` of what comes in the place of the button that was pressed, with `tabIndex={-1}`. */
export const takesFocus = (shown: HTMLElement | null) => shown?.focus({ preventScroll: true });
