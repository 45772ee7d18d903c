import type { Editor } from '@tiptap/core';
import type { Awareness } from 'y-protocols/awareness';
import type * as Y from 'yjs';
import type { CaretUser } from './binding/carets';

export interface PartEditorProps {
  doc: Y.Doc;
  awareness: Awareness | null;
  editable: boolean;
  /** The accessible name, with the level: "Behov. Du kan skrive her." */
  label: string;
  user: CaretUser;
  /** The colour of a participant on this person's page. */
  colourOf?: (id: string) => number | undefined;
  /** Called with the editor when it is created, and with null when it is destroyed. */
  onEditor?: (editor: Editor | null) => void;
  /** Whether all edits are saved; unsaved text is watched for removal without a time limit. */
  saved?: boolean;
  showCarets?: boolean;
  /** Whoever may suggest has a switch for it; absent: they may not. */
  suggesting?: SuggestingSwitch | undefined;
}

export interface SuggestingSwitch {
  /** What is written becomes suggestions, also of somebody who may not write. */
  on: boolean;
  onSwitch: (on: boolean) => void;
}

export interface LiveEditorProps extends PartEditorProps {
  body: Y.XmlFragment;
  onUnknownContent: () => void;
}
