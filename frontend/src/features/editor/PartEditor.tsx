import type { Editor } from '@tiptap/core';
import { useState } from 'react';
import type { Awareness } from 'y-protocols/awareness';
import type * as Y from 'yjs';
import type { CaretUser } from './binding/carets';
import './editor.css';
import './toolbar/toolbar.css';
import './binding/carets.css';
import { LiveEditor } from './LiveEditor';
import { isKnownContent } from './schema/knownContent';
import { WordsOnly } from './WordsOnly';

export interface PartEditorProps {
  doc: Y.Doc;
  awareness: Awareness | null;
  editable: boolean;
  /** What the text is, with the level: "Behov. Du kan skrive her." */
  label: string;
  user: CaretUser;
  /** Told the editor when it is ready, and null when it is gone. */
  onEditor?: (editor: Editor | null) => void;
  /** Whether everything written is saved; unsaved words are watched however old they are. */
  saved?: boolean;
  showCarets?: boolean;
}

/** The editor of a part's `body`. Opening a part, empty or not, writes nothing. */
export function PartEditor(props: PartEditorProps) {
  const body = props.doc.getXmlFragment('body');
  const [unknown, setUnknown] = useState<Y.XmlFragment | null>(() => (isKnownContent(body) ? null : body));
  if (unknown === body) return <WordsOnly body={body} label={props.label} />;
  return <LiveEditor key={props.doc.guid} {...props} body={body} onUnknownContent={() => setUnknown(body)} />;
}
