import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

let firstPageShown = false;

/**
 * The one h1 of a page. It names the browser tab and, after a change of page, takes focus, so that somebody who
 * reads by ear or by keys starts at the new page and not where the old one was.
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
