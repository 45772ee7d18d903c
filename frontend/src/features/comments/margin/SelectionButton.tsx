import { Button } from '@digdir/designsystemet-react';
import type { Editor } from '@tiptap/core';
import { useEffect, useState } from 'react';
import { useTranslation } from '../../../i18n/useTranslation';
import { AtSuggestion } from '../suggestions/AtSuggestion';
import { AtWords, type WordsRect } from '../words/AtWords';
import { clearOf } from '../words/clearOf';
import { wordsOf } from '../words/positions';
import type { Margin } from './useMargin';

function selectionRect(editor: Editor): WordsRect | null {
  const { from, to, head } = editor.state.selection;
  if (editor.isDestroyed || from === to) return null;
  const [first, last] = [editor.view.coordsAtPos(from, 1), editor.view.coordsAtPos(to, -1)];
  const left = editor.view.coordsAtPos(head, head === from ? 1 : -1).left;
  return { left, top: first.top, bottom: last.bottom, clear: clearOf(editor) };
}

function threadRect(editor: Editor, thread: string): WordsRect | null {
  const words = wordsOf(editor.view.dom, thread);
  if (!words) return null;
  const { left, top, bottom } = words.getBoundingClientRect();
  return { left, top, bottom, clear: clearOf(editor) };
}

/** True while a button of the mouse is held: words are still being selected. */
function usePressed(): boolean {
  const [pressed, setPressed] = useState(false);
  useEffect(() => {
    const press = ({ pointerType, target }: PointerEvent) =>
      setPressed(pointerType === 'mouse' && (target as Element).closest('.at-words') === null);
    const release = () => setPressed(false);
    document.addEventListener('pointerdown', press);
    for (const type of ['pointerup', 'pointercancel']) document.addEventListener(type, release);
    return () => {
      document.removeEventListener('pointerdown', press);
      for (const type of ['pointerup', 'pointercancel']) document.removeEventListener(type, release);
    };
  }, []);
  return pressed;
}

/** Pressing the mouse here must not clear the selection in the text. */
const keepSelection = (event: React.MouseEvent) => event.preventDefault();

/**
 * Beside the words that are selected: the button that comments on them. On a narrow screen, where the cards are not
 * beside the text, also beside the words that were pointed at: the buttons that show the comment, or accept what is
 * suggested.
 */
export function SelectionButton({ margin, beside }: { margin: Margin; beside: boolean }) {
  const { t } = useTranslation('comments');
  const { editor, selected, active, kinds, startOnSelection, suggested, tools } = margin;
  const pressed = usePressed();
  if (!editor || pressed) return null;
  if (selected) {
    return (
      <AtWords words={() => selectionRect(editor)}>
        <Button
          data-size="sm"
          title={t('commentKeys')}
          aria-keyshortcuts="Control+Alt+M"
          onMouseDown={keepSelection}
          onClick={startOnSelection}
        >
          {t('commentSelection')}
        </Button>
        {suggested.isPossibleOn(selected) && (
          <Button
            variant="secondary"
            data-size="sm"
            onMouseDown={keepSelection}
            onClick={() => suggested.startOn(selected)}
          >
            {t('suggestions:suggestSelection')}
          </Button>
        )}
      </AtWords>
    );
  }
  if (beside || active === null || !(kinds.has(active) || suggested.places.has(active))) return null;
  if (suggested.places.get(active) === 'there') {
    return (
      <AtWords words={() => threadRect(editor, active)}>
        <AtSuggestion suggestion={active} tools={tools} onMouseDown={keepSelection} />
      </AtWords>
    );
  }
  return (
    <AtWords words={() => threadRect(editor, active)}>
      <Button data-size="sm" onMouseDown={keepSelection} onClick={() => tools.goTo(active)}>
        {t('showComment')}
      </Button>
    </AtWords>
  );
}
