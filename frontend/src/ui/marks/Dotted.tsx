import { Fragment, type ReactNode } from 'react';

/**
 * Short facts beside each other. The point stays with what is before it, so that no line begins with one, and a fact (a
 * code, a date) is broken only where it is longer than the line. What is empty is left out.
 */
export function Dotted({ facts }: { facts: readonly ReactNode[] }) {
  const said = facts.filter((fact) => fact || fact === 0);
  return said.map((fact, place) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: facts have no names, and none keeps anything
    <Fragment key={place}>
      {place > 0 && ' '}
      <span className="fact">
        {fact}
        {place < said.length - 1 && '\u00a0·'}
      </span>
    </Fragment>
  ));
}
