import { Button, Dialog, Heading } from '@digdir/designsystemet-react';
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MarginHead } from './MarginHead';
import { NewThread } from './NewThread';
import { ThreadCard } from './ThreadCard';
import type { Margin } from './useMargin';

interface CommentSheetProps {
  margin: Margin;
  announce: (text: string) => void;
}

/** On a narrow screen: one button in the part, and the comments come up from below. */
export function CommentSheet({ margin, announce }: CommentSheetProps) {
  const { t } = useTranslation('comments');
  const [open, setOpen] = useState(false);
  const { wish } = margin;
  const onWords = margin.active !== null && margin.places.has(margin.active) ? margin.active : null;
  const selecting = !open && (margin.selected !== null || onWords !== null);
  useEffect(() => {
    // Going to a thread, from the words or from the button of the selection, opens the sheet on it.
    if (wish) setOpen(true);
  }, [wish]);
  const close = () => {
    setOpen(false);
    margin.setActive(null);
  };
  return (
    <>
      <Button
        className="comment-margin__open"
        variant="secondary"
        // The bar of the selection stands in the same place, for as long as there is one.
        hidden={selecting}
        onClick={() => setOpen(true)}
      >
        {t('openSheet', { count: margin.open.length })}
      </Button>
      {!open && <SelectionBar margin={margin} onWords={onWords} />}
      {open && <Sheet margin={margin} announce={announce} onClose={close} />}
    </>
  );
}

/** Stands at the lower edge while words are selected, or while the caret is in commented words. */
function SelectionBar({ margin, onWords }: { margin: Margin; onWords: string | null }) {
  const { t } = useTranslation('comments');
  if (!margin.selected && !onWords) return null;
  return (
    <div className="selection-bar">
      {margin.selected ? (
        <Button onMouseDown={(event) => event.preventDefault()} onClick={margin.startOnSelection}>
          {t('commentSelection')}
        </Button>
      ) : (
        <Button onClick={() => onWords && margin.goTo(onWords)}>{t('showComment')}</Button>
      )}
    </div>
  );
}

function Sheet({ margin, announce, onClose }: CommentSheetProps & { onClose: () => void }) {
  const { t } = useTranslation('comments');
  const [showResolved, setShowResolved] = useState(false);
  const heading = useId();
  const title = useRef<HTMLHeadingElement>(null);
  const { wish } = margin;
  useEffect(() => {
    const dialog = title.current?.closest('dialog');
    const card = wish && dialog?.querySelector<HTMLElement>(`[data-card="${CSS.escape(wish.thread)}"]`);
    // The cards ask for focus themselves, but before the sheet is open nothing in it can have any.
    (card?.querySelector('textarea') ?? card ?? title.current)?.focus();
  }, [wish]);
  const threads = showResolved ? [...margin.open, ...margin.resolved] : margin.open;
  const showWords = (thread: string) => {
    onClose();
    // After the sheet has closed and given the focus back.
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
      <div className="comment-sheet__head">
        <Heading level={2} data-size="xs" id={heading} ref={title} tabIndex={-1} data-margin-title="">
          {t('heading')}
        </Heading>
        <Button variant="tertiary" onClick={onClose}>
          {t('close')}
        </Button>
      </div>
      <MarginHead margin={margin} showResolved={showResolved} onShowResolved={setShowResolved} />
      <div className="comment-sheet__cards">
        <NewThread margin={{ ...margin, showWords }} announce={announce} />
        {threads.map((thread) => (
          <ThreadCard key={thread.id} thread={thread} margin={{ ...margin, showWords }} announce={announce} />
        ))}
      </div>
    </Dialog>
  );
}
