import * as Y from 'yjs';

/** Words with the same marks. `marks` as the document has them: `bold`, `italic`, `link` and what a newer page writes. */
export interface Run {
  text: string;
  marks: Readonly<Record<string, unknown>>;
}

/** A block of a part's text. `attributes` as the document has them: `kind`, `level`, `indent`. */
export interface Line {
  attributes: Readonly<Record<string, unknown>>;
  runs: readonly Run[];
}

/** The text of a part without its empty lines, for pages that show it without an editor. */
export function linesOf(doc: Y.Doc): Line[] {
  return doc
    .getXmlFragment('body')
    .toArray()
    .filter((node) => node instanceof Y.XmlElement)
    .map((block) => ({ attributes: block.getAttributes(), runs: block.toArray().flatMap(runsOf) }))
    .filter((line) => wordsOf(line).trim() !== '');
}

/** Call `show` with the lines of `doc` now and after each change; returns the unsubscribe function. */
export function watchLines(doc: Y.Doc, show: (lines: Line[]) => void): () => void {
  const body = doc.getXmlFragment('body');
  const update = () => show(linesOf(doc));
  body.observeDeep(update);
  update();
  return () => body.unobserveDeep(update);
}

export function wordsOf({ runs }: Line): string {
  return runs.map(({ text }) => text).join('');
}

function runsOf(child: unknown): Run[] {
  if (!(child instanceof Y.XmlText)) return [{ text: '\n', marks: {} }];
  const delta: { insert?: unknown; attributes?: Record<string, unknown> }[] = child.toDelta();
  return delta.map(({ insert, attributes }) => ({
    text: typeof insert === 'string' ? insert : '',
    marks: attributes ?? {},
  }));
}
