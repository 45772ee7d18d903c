import { useState } from 'react';
import type * as Y from 'yjs';
import './editor.css';
import './toolbar/toolbar.css';
import './rescue/removedWords.css';
import './binding/carets.css';
import type { PartEditorProps } from './editorProps';
import { LiveEditor } from './LiveEditor';
import { isKnownContent } from './schema/knownContent';
import { WordsOnly } from './WordsOnly';

/** The editor of a part's `body`. Opening a part, empty or not, writes nothing to the document. */
export function PartEditor(props: PartEditorProps) {
  const body = props.doc.getXmlFragment('body');
  const [unknown, setUnknown] = useState<Y.XmlFragment | null>(() => (isKnownContent(body) ? null : body));
  if (unknown === body) return <WordsOnly body={body} label={props.label} />;
  return <LiveEditor key={props.doc.guid} {...props} body={body} onUnknownContent={() => setUnknown(body)} />;
}
