import type { Editor } from '@tiptap/core';
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Awareness } from 'y-protocols/awareness';
import type * as Y from 'yjs';
import type { CaretUser } from './binding/carets';
import { createEditor } from './createEditor';
import { type LinkTarget, linkTarget, removeLink, setLink } from './input/links';
import { RemovedWordsNotice } from './rescue/RemovedWordsNotice';
import { RemovedWords } from './rescue/removedWords';
import { LinkDialog } from './toolbar/LinkDialog';
import { Toolbar } from './toolbar/Toolbar';

export interface PartTextProps {
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

interface LiveEditorProps extends PartTextProps {
  body: Y.XmlFragment;
  onUnknownContent: () => void;
}

/** The text itself with its tools, and what is offered back. */
export function LiveEditor(props: LiveEditorProps) {
  const { doc, awareness, editable, saved = true, showCarets = true, body } = props;
  const { t } = useTranslation('editor');
  const id = useId();
  const toolbar = useRef<HTMLDivElement>(null);
  const [link, setLinkTarget] = useState<LinkTarget | null>(null);
  const removed = useRemovedWords(doc, body, awareness, saved);
  const { editor, place } = useEditor(props, id, {
    openLinkDialog: (at) => setLinkTarget(linkTarget(at.state)),
    leaveForToolbar: () => toolbar.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus(),
  });
  const closeLink = () => {
    setLinkTarget(null);
    editor?.view.focus();
  };
  return (
    <div className={`part-editor${showCarets ? '' : ' part-editor--without-carets'}`}>
      {editor && editable && (
        <Toolbar
          editor={editor}
          controls={id}
          toolbarRef={toolbar}
          onLink={() => setLinkTarget(linkTarget(editor.state))}
        />
      )}
      {!editable && <p className="part-editor__reading">{t('reading')}</p>}
      <p className="part-editor__help" id={`${id}-help`}>
        {t('help')}
      </p>
      <div className="part-editor__place" ref={place} />
      {removed && <RemovedWordsNotice removed={removed} editable={editable} />}
      {editor && link && (
        <LinkDialog
          target={link}
          onClose={closeLink}
          onSet={(text, href) => {
            editor.view.dispatch(setLink(editor.state, link, text, href));
            closeLink();
          }}
          onRemove={() => {
            editor.view.dispatch(removeLink(editor.state, link));
            closeLink();
          }}
        />
      )}
    </div>
  );
}

function useRemovedWords(
  doc: Y.Doc,
  body: Y.XmlFragment,
  awareness: LiveEditorProps['awareness'],
  saved: boolean,
): RemovedWords | null {
  const [removed, setRemoved] = useState<RemovedWords | null>(null);
  useEffect(() => {
    const created = new RemovedWords(doc, body, { awareness });
    setRemoved(created);
    return () => created.destroy();
  }, [doc, body, awareness]);
  useEffect(() => removed?.holdUnsaved(!saved), [removed, saved]);
  return removed;
}

interface Doors {
  openLinkDialog: (editor: Editor) => void;
  leaveForToolbar: () => void;
}

/** Create the editor in `place`; label and right to write change without creating it anew. */
function useEditor(props: LiveEditorProps, id: string, doors: Doors) {
  const { body, awareness, editable, label, user } = props;
  const { t } = useTranslation('editor');
  const place = useRef<HTMLDivElement>(null);
  const [editor, setEditor] = useState<Editor | null>(null);
  const attributes = (isEmpty: boolean): Record<string, string> => ({
    id,
    class: `part-editor__text${isEmpty ? ' part-editor__text--empty' : ''}`,
    'aria-label': label,
    'data-placeholder': t(editable ? 'placeholder' : 'empty'),
    ...(editable
      ? { role: 'textbox', 'aria-multiline': 'true', 'aria-describedby': `${id}-help` }
      : { role: 'group' }),
  });
  // Read at the moment of use, so that a new label or callback does not create a new editor.
  const latest = useRef({ ...props, ...doors, attributes });
  latest.current = { ...props, ...doors, attributes };
  useEffect(() => {
    if (!place.current) return;
    const created = createEditor({
      element: place.current,
      body,
      awareness,
      editable: latest.current.editable,
      attributes: (isEmpty) => latest.current.attributes(isEmpty),
      openLinkDialog: () => latest.current.openLinkDialog(created),
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
  }, [body, awareness]);
  // In the layout phase: a keystroke after the right is gone must not find a field still open.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the label is read by `attributes` when the view updates
  useLayoutEffect(() => {
    if (editor && !editor.isDestroyed) editor.setEditable(editable, false);
  }, [editor, editable, label, t]);
  useEffect(() => announce(awareness, user), [awareness, user]);
  return { editor, place };
}

/** The server overwrites who I am; until its word comes, others of this browser see what the page knows. */
function announce(awareness: LiveEditorProps['awareness'], user: LiveEditorProps['user']): void {
  if (awareness?.getLocalState() && !awareness.getLocalState()?.user)
    awareness.setLocalStateField('user', user);
}
