import type { Editor } from '@tiptap/core';
import type { Transaction } from '@tiptap/pm/state';
import { useCallback, useEffect, useId, useRef, useState } from 'react';
import type * as Y from 'yjs';
import { useTranslation } from '../../i18n/useTranslation';
import type { LiveEditorProps } from './editorProps';
import { type LinkTarget, linkTarget, removeLink, setLink } from './input/links';
import { keepLineInView } from './input/scrollMargin';
import { EditorPasteNotice } from './paste/EditorPasteNotice';
import { RemovedWordsNotice } from './rescue/RemovedWordsNotice';
import { RemovedWords } from './rescue/removedWords';
import { watchPasting } from './rescue/watchPasting';
import { KeyboardHelp } from './toolbar/KeyboardHelp';
import { LinkCard } from './toolbar/LinkCard';
import { LinkDialog } from './toolbar/LinkDialog';
import { Toolbar } from './toolbar/Toolbar';
import { useEditor } from './useEditor';

/** The editor of a text with its toolbar, and offers to restore removed text. */
export function LiveEditor(props: LiveEditorProps) {
  const { doc, awareness, editable, saved = true, showCarets = true, body, user, suggesting } = props;
  const { t } = useTranslation('editor');
  const id = useId();
  const toolbar = useRef<HTMLDivElement>(null);
  const [link, setLinkTarget] = useState<LinkTarget | null>(null);
  const [helps, setHelps] = useState(false);
  const openLink = useCallback((at: Editor) => setLinkTarget(linkTarget(at.state)), []);
  const removed = useRemovedWords(doc, body, awareness, saved);
  const { editor, container } = useEditor(props, id, {
    openLinkDialog: openLink,
    openHelp: () => setHelps(true),
    leaveForToolbar: () => toolbar.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus(),
  });
  useEffect(() => (editor && removed ? watchPasting(editor, removed) : undefined), [editor, removed]);
  useEffect(() => (editor ? keepLineInView(editor) : undefined), [editor]);
  useEffect(() => publishUser(awareness, user), [awareness, user]);
  const closeLink = (change?: Transaction) => {
    if (change) editor?.view.dispatch(change);
    setLinkTarget(null);
  };
  const linking = link !== null;
  useEffect(() => {
    // Behind an open dialog nothing takes the focus: once it is gone, what is typed goes on in the text.
    if (linking && editor) return () => void (editor.isDestroyed || editor.view.focus());
    return undefined;
  }, [linking, editor]);
  return (
    <div className={`part-editor${showCarets ? '' : ' part-editor--without-carets'}`}>
      {editor && (editable || suggesting) && (
        <Toolbar
          editor={editor}
          controls={id}
          toolbarRef={toolbar}
          onLink={openLink}
          plain={editable && !suggesting?.on}
          suggesting={suggesting}
        />
      )}
      {(editable || suggesting?.on) && (
        <p className="part-editor__help" id={`${id}-help`}>
          {t('help')}
        </p>
      )}
      <div className="part-editor__place" ref={container} />
      {editor && editable && !suggesting?.on && (
        <LinkCard editor={editor} onChange={() => openLink(editor)} />
      )}
      {editor && <EditorPasteNotice editor={editor} />}
      {removed && <RemovedWordsNotice editable={editable} removed={removed} />}
      {editor && link && (
        <LinkDialog
          target={link}
          onClose={() => closeLink()}
          // The words at the selection now: others may have written above it meanwhile.
          onSet={(text, href) => closeLink(setLink(editor.state, linkTarget(editor.state), text, href))}
          onRemove={() => closeLink(removeLink(editor.state, linkTarget(editor.state)))}
        />
      )}
      {helps && (
        <KeyboardHelp
          onClose={() => {
            setHelps(false);
            editor?.view.focus();
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

/** Set the user of the local awareness state if it has none; the server overwrites it with the verified user. */
function publishUser(awareness: LiveEditorProps['awareness'], user: LiveEditorProps['user']): void {
  if (awareness?.getLocalState() && !awareness.getLocalState()?.user)
    awareness.setLocalStateField('user', user);
}
