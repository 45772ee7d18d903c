import type { Editor } from '@tiptap/core';
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { THEIRS } from '../../i18n/theirWords';
import { useTranslation } from '../../i18n/useTranslation';
import { createEditor } from './createEditor';
import type { LiveEditorProps } from './editorProps';
import { isShownAsWritten } from './shownWords';

interface EditorCallbacks {
  openLinkDialog: (editor: Editor) => void;
  openHelp: () => void;
  leaveForToolbar: () => void;
}

interface EditorInPlace {
  editor: Editor | null;
  container: RefObject<HTMLDivElement | null>;
}

/** Create the editor in `container`; `label` and `editable` can change without creating a new one. */
export function useEditor(props: LiveEditorProps, id: string, callbacks: EditorCallbacks): EditorInPlace {
  const { body, awareness, label } = props;
  const suggests = props.suggesting?.on ?? false;
  const editable = props.editable || suggests;
  const { t } = useTranslation('editor');
  const placeholder = t(editable ? 'placeholder' : 'empty');
  const container = useRef<HTMLDivElement>(null);
  const [editor, setEditor] = useState<Editor | null>(null);
  const [turn, setTurn] = useState(0);
  const attributes = (isEmpty: boolean) => ({
    id,
    class: `part-editor__text${isEmpty ? ' part-editor__text--empty' : ''}`,
    'aria-label': label,
    'data-placeholder': placeholder,
    ...roleAttributes(editable, id),
  });
  // Read through a ref, so that a new label or callback does not create a new editor.
  const latest = useRef({ ...props, ...callbacks, attributes, editable, suggests });
  latest.current = { ...props, ...callbacks, attributes, editable, suggests };
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new turn asks for a new editor
  useEffect(() => {
    if (!container.current) return;
    const created = createEditor({
      element: container.current,
      body,
      awareness,
      colourOf: (id) => latest.current.colourOf?.(id),
      editable: latest.current.editable,
      suggests: latest.current.suggests,
      attributes: (isEmpty) => latest.current.attributes(isEmpty),
      openLinkDialog: () => latest.current.openLinkDialog(created),
      openHelp: () => latest.current.openHelp(),
      leaveForToolbar: () => latest.current.leaveForToolbar(),
      onUnknownContent: () => latest.current.onUnknownContent(),
    });
    setEditor(created);
    latest.current.onEditor?.(created);
    return () => {
      latest.current.onEditor?.(null);
      setEditor(null);
      created.destroy();
    };
  }, [body, awareness, turn]);
  useLayoutEffect(() => {
    // Before the text can be written in: a letter must not reach the document in between.
    if (editor) editor.storage.suggesting.on = suggests;
  }, [editor, suggests]);
  useEditable(editor, editable, `${label} ${placeholder}`, () => setTurn((before) => before + 1));
  return { editor, container };
}

/**
 * Set whether the editor is editable, and update the view also when `texts` of its attributes change. A text that the
 * browser has translated for a reader is shown anew before it can be written in: what stands there would be read as
 * written.
 */
function useEditable(editor: Editor | null, editable: boolean, texts: string, showAnew: () => void): void {
  const anew = useRef(showAnew);
  anew.current = showAnew;
  // In the layout phase: a keystroke after the right is withdrawn must not reach a field that is still editable.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `attributes` reads the texts when the view updates
  useLayoutEffect(() => {
    if (!editor || editor.isDestroyed) return;
    const becomesEditable = editable && !editor.isEditable;
    if (becomesEditable && !isShownAsWritten(editor.view)) anew.current();
    else editor.setEditable(editable, false);
  }, [editor, editable, texts]);
}

/** Only a reader's text is translated by the browser: a translation in an editable text would be written into it. */
function roleAttributes(editable: boolean, id: string): Record<string, string> {
  if (!editable) return { role: 'group', translate: 'yes' };
  return {
    role: 'textbox',
    'aria-multiline': 'true',
    'aria-describedby': `${id}-help`,
    translate: 'no',
    ...THEIRS,
  };
}
