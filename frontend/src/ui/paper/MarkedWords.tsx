import { Fragment, type ReactNode } from 'react';
import type { Run } from '../../sync';

/** Words as they are marked. A link is its words alone: these are pages to read from, and paper. */
export function MarkedWords({ runs }: { runs: readonly Run[] }) {
  return runs.map((run, at) => (
    // Runs have no identity but their place in the line.
    // biome-ignore lint/suspicious/noArrayIndexKey: see above
    <Fragment key={at}>{marked(run)}</Fragment>
  ));
}

function marked({ text, marks }: Run): ReactNode {
  const words = marks.italic ? <em>{text}</em> : text;
  return marks.bold ? <strong>{words}</strong> : words;
}
