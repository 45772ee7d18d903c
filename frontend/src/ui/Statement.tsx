import type { ReactNode } from 'react';
import { PageHeading } from './PageHeading';

interface StatementProps {
  title: string;
  /** What the tab says, where the title says a name. */
  tab?: string;
  text: string;
  children?: ReactNode;
}

/** A page without content: what happened, what it means, and the possible actions as `children`. */
export function Statement({ title, text, tab = title, children }: StatementProps) {
  return (
    <div className="statement">
      <PageHeading tab={tab} title={title} />
      <p className="quiet">{text}</p>
      {children && <div className="statement__actions">{children}</div>}
    </div>
  );
}
