import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

let firstPageShown = false;

/**
 * The only h1 of a page. It sets the document title and takes focus after a navigation, so that screen reader and
 * keyboard users start at the top of the new page.
 */
export function PageHeading({ title, children }: { title: string; children?: ReactNode }) {
  const { t } = useTranslation('common');
  const heading = useRef<HTMLHeadingElement>(null);
  const app = t('appName');

  useEffect(() => {
    document.title = `${title} – ${app}`;
  }, [title, app]);

  useEffect(() => {
    if (firstPageShown) heading.current?.focus({ preventScroll: true });
    firstPageShown = true;
    window.scrollTo(0, 0);
  }, []);

  return (
    <h1 className="page-heading" ref={heading} tabIndex={-1}>
      {children ?? title}
    </h1>
  );
}
