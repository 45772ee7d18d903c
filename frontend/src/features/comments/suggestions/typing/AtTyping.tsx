import { Button } from '@digdir/designsystemet-react';
import type { Editor } from '@tiptap/core';
import { useTranslation } from '../../../../i18n/useTranslation';
import { AtWords, type WordsRect } from '../../words/AtWords';
import { clearOf } from '../../words/clearOf';
import { FIELD } from './field';
import type { Typing } from './useTyping';

interface AtTypingProps {
  editor: Editor;
  typing: Typing;
  /** Whether one is being typed in the text. */
  begun: boolean;
  /** Whether its card, with the same buttons, stands beside the text. */
  beside: boolean;
}

function rectOf(editor: Editor): WordsRect | null {
  if (editor.isDestroyed) return null;
  const field = editor.view.dom.querySelector(`.${FIELD}`);
  const { left, top, bottom } =
    field?.getBoundingClientRect() ?? editor.view.coordsAtPos(editor.state.selection.head);
  return { left, top, bottom, clear: clearOf(editor) };
}

/** Beside what is typed in the text as a suggestion: how it is sent, or in words why nothing came of it. */
export function AtTyping({ editor, typing, begun, beside }: AtTypingProps) {
  const { t } = useTranslation('suggestions');
  const { said, sending, send, discard } = typing;
  if (said === null && (!begun || beside)) return null;
  return (
    <AtWords words={() => rectOf(editor)}>
      {said !== null && <p className="reader-hint">{said}</p>}
      {begun && (
        <>
          <Button data-size="sm" aria-disabled={sending} onClick={send}>
            {t(sending ? 'sending' : 'send')}
          </Button>
          <Button variant="secondary" data-size="sm" onClick={discard}>
            {t('discard')}
          </Button>
        </>
      )}
    </AtWords>
  );
}
