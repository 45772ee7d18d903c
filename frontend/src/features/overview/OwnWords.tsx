import { Fragment, type ReactNode, useEffect, useState } from 'react';
import * as Y from 'yjs';

interface Line {
  key: string;
  kind: string;
  runs: { text: string; bold: boolean; italic: boolean }[];
}

const MOST_LINES = 7;

interface OwnWordsProps {
  doc: Y.Doc;
  /** The heading above the text; a heading in the text that repeats it is left out. */
  under: string;
  empty: ReactNode;
}

/** The beginning of a part's text, read-only and updated live, without loading the editor. */
export function OwnWords({ doc, under, empty }: OwnWordsProps) {
  const [lines, setLines] = useState<Line[]>([]);
  useEffect(() => {
    const body = doc.getXmlFragment('body');
    const update = () => setLines(linesOf(body).filter((line) => !repeatsHeading(line, under)));
    update();
    body.observeDeep(update);
    return () => body.unobserveDeep(update);
  }, [doc, under]);

  if (lines.length === 0) return empty;
  return (
    <div className="own-words">
      {lines.slice(0, MOST_LINES).map((line) => (
        <p className={`own-words__${line.kind}`} key={line.key}>
          {line.runs.map((run, at) => (
            // Runs have no identity but their index in the line.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            <Fragment key={at}>{withMarks(run)}</Fragment>
          ))}
        </p>
      ))}
    </div>
  );
}

function repeatsHeading({ kind, runs }: Line, heading: string): boolean {
  const words = runs.map(({ text }) => text).join('');
  return kind === 'heading' && words.trim().toLowerCase() === heading.toLowerCase();
}

function withMarks({ text, bold, italic }: Line['runs'][number]): ReactNode {
  const words = italic ? <em>{text}</em> : text;
  return bold ? <strong>{words}</strong> : words;
}

function linesOf(body: Y.XmlFragment): Line[] {
  return body
    .toArray()
    .filter((node) => node instanceof Y.XmlElement)
    .map((block, at) => ({ key: String(at), kind: kindOf(block), runs: runsOf(block) }))
    .filter(({ runs }) => runs.some(({ text }) => text.trim() !== ''));
}

function kindOf(block: Y.XmlElement): string {
  const kind = block.getAttribute('kind');
  return kind === 'heading' || kind === 'bullet' || kind === 'ordered' ? kind : 'paragraph';
}

function runsOf(block: Y.XmlElement): Line['runs'] {
  return block.toArray().flatMap((child) => {
    if (!(child instanceof Y.XmlText)) return [{ text: ' ', bold: false, italic: false }];
    const delta: { insert?: unknown; attributes?: Record<string, unknown> }[] = child.toDelta();
    return delta.map(({ insert, attributes }) => ({
      text: typeof insert === 'string' ? insert : '',
      bold: Boolean(attributes?.bold),
      italic: Boolean(attributes?.italic),
    }));
  });
}
