import { type ReactNode, useEffect, useState } from 'react';
import type * as Y from 'yjs';
import { THEIRS } from '../../i18n/theirWords';
import { type Line, watchLines } from '../../sync';
import { MarkedWords } from '../../ui/paper/MarkedWords';
import { excerptOf } from './excerpt';

interface OwnWordsProps {
  doc: Y.Doc;
  /** The heading above the text; a heading in the text that repeats it is left out. */
  under: string;
  empty: ReactNode;
}

/** The beginning of a part's text, read-only and updated live, without loading the editor. */
export function OwnWords({ doc, under, empty }: OwnWordsProps) {
  const [lines, setLines] = useState<Line[]>([]);
  useEffect(() => watchLines(doc, setLines), [doc]);
  const shown = excerptOf(lines, under);
  if (shown.length === 0) return empty;
  return (
    <div className="own-words" {...THEIRS}>
      {shown.map((line, at) => (
        // Lines have no identity but their place.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <p className={`own-words__${line.attributes.kind}`} key={at}>
          <MarkedWords runs={line.runs} />
        </p>
      ))}
    </div>
  );
}
