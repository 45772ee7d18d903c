import { Alert, Button } from '@digdir/designsystemet-react';
import type { Editor } from '@tiptap/core';
import type { Transaction } from '@tiptap/pm/state';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { putAwayOf } from '../../domain/putAway';
import type { PartView, PlanView } from '../../domain/types';
import { useTranslation } from '../../i18n/useTranslation';
import type { PartState } from '../../sync';
import { AtFoot } from '../../ui/edges/AtFoot';
import type { Writing } from './useWriting';

interface ChangedRightProps {
  plan: PlanView;
  part: PartView;
  state: PartState;
  editor: Editor | null;
  writing: RefObject<Writing>;
}

/**
 * Says in view that somebody who could write here no longer can, and what of it was saved; what was not is offered
 * beside it (`RefusedWords`).
 */
export function ChangedRight({ plan, part, state, editor, writing }: ChangedRightProps) {
  const { t } = useTranslation('plan');
  const [saved, dismiss] = useSavedWords(state, writing, useLastWritten(editor));
  // Until the plan is asked anew its level is the old one.
  if (saved === null || part.level === 'edit' || part.level === 'none') return null;
  // Whoever put the part away did so themselves, and the notice above it says what that means.
  if (putAwayOf(plan).some(({ id, put_away_by }) => id === part.id && put_away_by === plan.me)) return null;
  return (
    <AtFoot>
      <Alert className="changed-right" data-color="warning" role="alert">
        <h2 className="section-heading">{t('part.loweredTitle')}</h2>
        <p>{t(`part.lowered.${part.level}`)}</p>
        {saved && (
          <>
            <p>{t('part.loweredSaved')}</p>
            <blockquote className="refused-text__words">{saved}</blockquote>
          </>
        )}
        <div className="statement__actions">
          <Button onClick={dismiss} variant="secondary">
            {t('part.loweredUnderstood')}
          </Button>
        </div>
      </Alert>
    </AtFoot>
  );
}

/** What was last written here and saved, once the right to write is lowered; null before that. */
function useSavedWords({ live }: PartState, writing: RefObject<Writing>, written: RefObject<string>) {
  const [saved, setSaved] = useState<string | null>(null);
  useEffect(() => {
    let couldWrite = false;
    const follow = () => {
      const { editable, phase, save } = live.read();
      if (editable) setSaved(null);
      else if (couldWrite && phase === 'open' && save === 'reading')
        setSaved(writing.current === 'saved' ? written.current : '');
      else return;
      couldWrite = editable;
    };
    follow();
    return live.subscribe(follow);
  }, [live, writing, written]);
  return [saved, () => setSaved(null)] as const;
}

/** Longer than a sentence is not needed to know it again, letters. */
const ENOUGH = 160;

/** The words up to the caret at this person's last edit of the text. */
function useLastWritten(editor: Editor | null): RefObject<string> {
  const written = useRef('');
  useEffect(() => {
    const follow = ({ transaction }: { transaction: Transaction }) => {
      // What others write is not for this person's undo.
      if (!transaction.docChanged || transaction.getMeta('addToHistory') === false) return;
      const { $head } = transaction.selection;
      const words = $head.depth > 0 ? $head.parent.textBetween(0, $head.parentOffset, ' ', ' ') : '';
      written.current = words.length > ENOUGH ? `… ${words.slice(-ENOUGH)}` : words;
    };
    editor?.on('transaction', follow);
    return () => {
      editor?.off('transaction', follow);
    };
  }, [editor]);
  return written;
}
