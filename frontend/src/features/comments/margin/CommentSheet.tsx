import { Button, Dialog, Heading } from '@digdir/designsystemet-react';
import { type RefObject, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MarginHead } from './MarginHead';
import { NewThread } from './NewThread';
import { ThreadCard } from './ThreadCard';
import { useAnnouncer } from './useAnnouncer';
import type { Margin } from './useMargin';

interface CommentSheetProps {
  margin: Margin;
}

/** On a narrow screen: a button in the part that opens the comments in a bottom sheet. */
export function CommentSheet({ margin }: CommentSheetProps) {
  const { t } = useTranslation('comments');
  const [open, setOpen] = useState(false);
  const { focusRequest } = margin;
  const threadAtCaret = margin.active !== null && margin.matches.has(margin.active) ? margin.active : null;
  const selecting = !open && (margin.selected !== null || threadAtCaret !== null);
  useEffect(() => {
    // A request for a thread, from its range in the text or from the selection bar, opens the sheet at it.
    if (focusRequest) setOpen(true);
  }, [focusRequest]);
  const close = () => {
    setOpen(false);
    margin.setActive(null);
  };
  return (
    <>
      <Button
        className="comment-margin__open"
        variant="secondary"
        // The selection bar takes the same position while it is shown.
        hidden={selecting}
        onClick={() => setOpen(true)}
      >
        {t('openSheet', { count: margin.open.length })}
      </Button>
      {!open && <SelectionBar margin={margin} threadAtCaret={threadAtCaret} />}
      {open && <Sheet margin={margin} onClose={close} />}
    </>
  );
}

/** Shown at the lower edge while there is a selection, or while the caret is in a commented range. */
function SelectionBar({ margin, threadAtCaret }: { margin: Margin; threadAtCaret: string | null }) {
  const { t } = useTranslation('comments');
  if (!margin.selected && !threadAtCaret) return null;
  return (
    <div className="selection-bar">
      {margin.selected ? (
        <Button onMouseDown={(event) => event.preventDefault()} onClick={margin.startOnSelection}>
          {t('commentSelection')}
        </Button>
      ) : (
        <Button onClick={() => threadAtCaret && margin.goTo(threadAtCaret)}>{t('showComment')}</Button>
      )}
    </div>
  );
}

function Sheet({ margin, onClose }: CommentSheetProps & { onClose: () => void }) {
  const { announce, announcement } = useAnnouncer();
  const [showResolved, setShowResolved] = useState(false);
  const heading = useId();
  const title = useRef<HTMLHeadingElement>(null);
  const { focusRequest } = margin;
  useEffect(() => {
    const dialog = title.current?.closest('dialog');
    const card =
      focusRequest && dialog?.querySelector<HTMLElement>(`[data-card="${CSS.escape(focusRequest.thread)}"]`);
    // The cards request focus themselves, but nothing can be focused before the sheet is open.
    (card?.querySelector('textarea') ?? card ?? title.current)?.focus();
  }, [focusRequest]);
  const threads = showResolved ? [...margin.open, ...margin.resolved] : margin.open;
  const showWords = (thread: string) => {
    onClose();
    // After the sheet has closed and focus has been restored.
    requestAnimationFrame(() => margin.showWords(thread));
  };
  return (
    <Dialog
      open
      className="comment-sheet"
      placement="bottom"
      closeButton={false}
      closedby="any"
      aria-labelledby={heading}
      onClose={onClose}
    >
      <SheetHead heading={heading} title={title} onClose={onClose} />
      <MarginHead margin={margin} showResolved={showResolved} onShowResolved={setShowResolved} />
      <div className="comment-sheet__cards">
        <NewThread margin={{ ...margin, showWords }} announce={announce} />
        {threads.map((thread) => (
          <ThreadCard key={thread.id} thread={thread} margin={{ ...margin, showWords }} announce={announce} />
        ))}
      </div>
      {announcement}
    </Dialog>
  );
}

interface SheetHeadProps {
  heading: string;
  title: RefObject<HTMLHeadingElement | null>;
  onClose: () => void;
}

function SheetHead({ heading, title, onClose }: SheetHeadProps) {
  const { t } = useTranslation('comments');
  return (
    <div className="comment-sheet__head">
      <Heading level={2} data-size="xs" id={heading} ref={title} tabIndex={-1} data-margin-title="">
        {t('heading')}
      </Heading>
      <Button variant="tertiary" onClick={onClose}>
        {t('close')}
      </Button>
    </div>
  );
}
