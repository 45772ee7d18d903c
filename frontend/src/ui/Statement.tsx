import type { ReactNode } from 'react';
import { PageHeading } from './PageHeading';

interface StatementProps {
  title: string;
  text: string;
  children?: ReactNode;
}

/** A page without content: what happened, what it means, and the possible actions as `children`. */
export function Statement({ title, text, children }: StatementProps) {
  return (
    <div className="statement">
      <PageHeading tab={title} title={title} />
      <p className="quiet">{text}</p>
      {children && <div className="statement__actions">{children}</div>}
    </div>
  );
}
