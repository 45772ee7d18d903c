import type { Editor } from '@tiptap/core';
import type { Transaction } from '@tiptap/pm/state';
import { useCallback, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Awareness } from 'y-protocols/awareness';
import type * as Y from 'yjs';
import type { CaretUser } from './binding/carets';
import { createEditor } from './createEditor';
import { type LinkTarget, linkTarget, removeLink, setLink } from './input/links';
import { EditorPasteNotice } from './paste/EditorPasteNotice';
import { RemovedWordsNotice } from './rescue/RemovedWordsNotice';
import { RemovedWords } from './rescue/removedWords';
import { LinkDialog } from './toolbar/LinkDialog';
import { Toolbar } from './toolbar/Toolbar';

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
}

interface LiveEditorProps extends PartEditorProps {
  body: Y.XmlFragment;
  onUnknownContent: () => void;
}

/** The editor of a text with its toolbar, and offers to restore removed text. */
export function LiveEditor(props: LiveEditorProps) {
  const { doc, awareness, editable, saved = true, showCarets = true, body } = props;
  const { t } = useTranslation('editor');
  const id = useId();
  const toolbar = useRef<HTMLDivElement>(null);
  const [link, setLinkTarget] = useState<LinkTarget | null>(null);
  const openLink = useCallback((at: Editor) => setLinkTarget(linkTarget(at.state)), []);
  const removed = useRemovedWords(doc, body, awareness, saved);
  const { editor, container } = useEditor(props, id, {
    openLinkDialog: openLink,
    leaveForToolbar: () => toolbar.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus(),
  });
  const closeLink = (change?: Transaction) => {
    if (change) editor?.view.dispatch(change);
    setLinkTarget(null);
    editor?.view.focus();
  };
  return (
    <div className={`part-editor${showCarets ? '' : ' part-editor--without-carets'}`}>
      {editor && editable && <Toolbar editor={editor} controls={id} toolbarRef={toolbar} onLink={openLink} />}
      {!editable && <p className="part-editor__reading">{t('reading')}</p>}
      <p className="part-editor__help" id={`${id}-help`}>
        {t('help')}
      </p>
      <div className="part-editor__place" ref={container} />
      {editor && <EditorPasteNotice editor={editor} />}
      {removed && <RemovedWordsNotice removed={removed} editable={editable} />}
      {editor && link && (
        <LinkDialog
          target={link}
          onClose={() => closeLink()}
          onSet={(text, href) => closeLink(setLink(editor.state, link, text, href))}
          onRemove={() => closeLink(removeLink(editor.state, link))}
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

interface EditorCallbacks {
  openLinkDialog: (editor: Editor) => void;
  leaveForToolbar: () => void;
}

/** Create the editor in `container`; `label` and `editable` can change without creating a new one. */
function useEditor(props: LiveEditorProps, id: string, callbacks: EditorCallbacks) {
  const { body, awareness, editable, label, user } = props;
  const { t } = useTranslation('editor');
  const placeholder = t(editable ? 'placeholder' : 'empty');
  const container = useRef<HTMLDivElement>(null);
  const [editor, setEditor] = useState<Editor | null>(null);
  const attributes = (isEmpty: boolean) => ({
    id,
    class: `part-editor__text${isEmpty ? ' part-editor__text--empty' : ''}`,
    'aria-label': label,
    'data-placeholder': placeholder,
    ...roleAttributes(editable, id),
  });
  // Read through a ref, so that a new label or callback does not create a new editor.
  const latest = useRef({ ...props, ...callbacks, attributes });
  latest.current = { ...props, ...callbacks, attributes };
  useEffect(() => {
    if (!container.current) return;
    const created = createEditor({
      element: container.current,
      body,
      awareness,
      colourOf: (id) => latest.current.colourOf?.(id),
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
  useEditable(editor, editable, `${label} ${placeholder}`);
  useEffect(() => publishUser(awareness, user), [awareness, user]);
  return { editor, container };
}

/** Set whether the editor is editable, and update the view also when `texts` of its attributes change. */
function useEditable(editor: Editor | null, editable: boolean, texts: string): void {
  // In the layout phase: a keystroke after the right is withdrawn must not reach a field that is still editable.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `attributes` reads the texts when the view updates
  useLayoutEffect(() => {
    if (editor && !editor.isDestroyed) editor.setEditable(editable, false);
  }, [editor, editable, texts]);
}

function roleAttributes(editable: boolean, id: string): Record<string, string> {
  if (!editable) return { role: 'group' };
  return { role: 'textbox', 'aria-multiline': 'true', 'aria-describedby': `${id}-help` };
}

/** Set the user of the local awareness state if it has none; the server overwrites it with the verified user. */
function publishUser(awareness: LiveEditorProps['awareness'], user: LiveEditorProps['user']): void {
  if (awareness?.getLocalState() && !awareness.getLocalState()?.user)
    awareness.setLocalStateField('user', user);
}
