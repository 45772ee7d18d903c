import { Heading } from '@digdir/designsystemet-react';
import type { Editor } from '@tiptap/core';
import { memo, useId } from 'react';
import type * as Y from 'yjs';
import type { PartView, PlanView } from '../../../domain/types';
import { useTranslation } from '../../../i18n/useTranslation';
import { useMedia } from '../../../state/useMedia';
import './comments.css';
import './sheet.css';
import '../words/words.css';
import { AtTyping } from '../suggestions/typing/AtTyping';
import { ReaderHint } from '../words/ReaderHint';
import { CommentSheet } from './CommentSheet';
import { MarginColumn } from './MarginColumn';
import { SelectionButton } from './SelectionButton';
import { useAnnouncer } from './useAnnouncer';
import { useArrivals } from './useArrivals';
import { type Margin, useMargin } from './useMargin';

interface CommentMarginProps {
  plan: PlanView;
  part: PartView;
  /** Null until the editor is created; comments can be read before that. */
  editor: Editor | null;
  doc: Y.Doc | null;
}

/** The window width with room for a column of comments beside the text; the same as in comments.css. */
const BESIDE = '(min-width: 70rem)';

/**
 * The comments of a part: a column beside the text where there is room, otherwise a bottom sheet. The page of the part
 * is rendered for every letter that is saved; the comments are not.
 */
export const CommentMargin = memo(function CommentMargin({ plan, part, editor, doc }: CommentMarginProps) {
  // Keyed by part, so that no state of the previous part is kept.
  return <PartMargin key={part.id} plan={plan} part={part} editor={editor} doc={doc} />;
});

function PartMargin({ plan, part, editor, doc }: CommentMarginProps) {
  const { t } = useTranslation('comments');
  const { announce, announcement } = useAnnouncer();
  const margin: Margin = useMargin({ plan, part, editor, doc, announce });
  useArrivals(plan, part, announce);
  const beside = useMedia(BESIDE);
  const heading = useId();
  return (
    <section className="comment-margin" aria-labelledby={heading}>
      <SelectionButton margin={margin} beside={beside} />
      {editor && (
        <AtTyping
          editor={editor}
          typing={margin.suggested.typing}
          begun={margin.suggested.typed}
          beside={beside}
        />
      )}
      <ReaderHint editor={editor} editable={margin.editable} mayComment={margin.tools.mayComment} />
      <Heading
        level={2}
        data-size="2xs"
        id={heading}
        tabIndex={-1}
        data-margin-title=""
        className={beside ? 'margin__title' : 'visually-hidden'}
      >
        {t('heading')}
      </Heading>
      {beside ? (
        <>
          <MarginColumn margin={margin} />
          {announcement}
        </>
      ) : (
        <CommentSheet margin={margin} announcement={announcement} />
      )}
    </section>
  );
}
