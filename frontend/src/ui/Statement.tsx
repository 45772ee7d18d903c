import type { ReactNode } from 'react';
import { PageHeading } from './PageHeading';

interface StatementProps {
  title: string;
  text: string;
  children?: ReactNode;
}

/** A page that has nothing to show says what happened, what it means, and what one can do: `children` are the ways on. */
export function Statement({ title, text, children }: StatementProps) {
  return (
    <div className="statement">
      <PageHeading title={title} />
      <p className="quiet">{text}</p>
      {children && <div className="statement__actions">{children}</div>}
    </div>
  );
}
