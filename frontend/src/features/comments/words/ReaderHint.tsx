import type { Editor } from '@tiptap/core';
import { useEffect, useState } from 'react';
import { useTranslation } from '../../../i18n/useTranslation';
import { AtWords, type WordsRect } from './AtWords';
import { clearOf } from './clearOf';

interface ReaderHintProps {
  editor: Editor | null;
  editable: boolean;
  mayComment: boolean;
}

/** Letters and not commands, typed at the page and not into a field or a button that takes them. */
function isTyped(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return false;
  if ([...event.key].length !== 1 || event.key === ' ') return false;
  const target = event.target as Element;
  return target.closest('input, textarea, select, dialog, [contenteditable="true"], [role="menu"]') === null;
}

/** The last place in the text that was pointed at. */
function caretIn(editor: Editor): Range | null {
  const selection = window.getSelection();
  const range = selection && selection.rangeCount > 0 ? selection.getRangeAt(0) : null;
  return range && editor.view.dom.contains(range.startContainer) ? range.cloneRange() : null;
}

function rectOf(editor: Editor, range: Range): WordsRect | null {
  if (editor.isDestroyed || !editor.view.dom.contains(range.startContainer)) return null;
  const at = editor.view.posAtDOM(range.startContainer, range.startOffset);
  const { left, top, bottom } = editor.view.coordsAtPos(at);
  return { left, top, bottom, clear: clearOf(editor) };
}

/** Said to somebody who types in a text that they may only read: at the place, since nothing happens there. */
export function ReaderHint({ editor, editable, mayComment }: ReaderHintProps) {
  const { t } = useTranslation('comments');
  const [place, setPlace] = useState<Range | null>(null);
  useEffect(() => {
    if (!editor || editable) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') setPlace(null);
      else if (isTyped(event)) setPlace((shown) => shown ?? caretIn(editor));
    };
    const away = () => setPlace(null);
    document.addEventListener('keydown', onKey);
    document.addEventListener('pointerdown', away);
    return () => {
      setPlace(null);
      document.removeEventListener('keydown', onKey);
      document.removeEventListener('pointerdown', away);
    };
  }, [editor, editable]);
  if (editable) return null;
  return (
    <div role="status">
      {editor && place && (
        <AtWords words={() => rectOf(editor, place)}>
          <p className="reader-hint">{t(mayComment ? 'readerMayComment' : 'readerOnly')}</p>
        </AtWords>
      )}
    </div>
  );
}
