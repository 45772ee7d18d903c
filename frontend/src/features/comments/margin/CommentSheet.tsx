import { Button, Dialog, Heading } from '@digdir/designsystemet-react';
import { type ReactNode, type RefObject, useEffect, useId, useMemo, useRef, useState } from 'react';
import { useTranslation } from '../../../i18n/useTranslation';
import { Cards } from '../cards/Cards';
import { focusWithoutJump } from '../cards/focusWithoutJump';
import { MarginHead } from './MarginHead';
import type { Margin } from './useMargin';
import { useWritingInPart } from './useWritingInPart';

interface CommentSheetProps {
  margin: Margin;
  /** Stands in the sheet while that is open: behind a dialog nothing is read out. */
  announcement: ReactNode;
}

/** On a narrow screen: a button in the part that opens the comments in a bottom sheet. */
export function CommentSheet({ margin, announcement }: CommentSheetProps) {
  const { t } = useTranslation('comments');
  const [open, setOpen] = useState(false);
  const writing = useWritingInPart();
  const { focusRequest } = margin;
  const suggestions = margin.suggested.open.length;
  const opener = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!open) return undefined;
    // What opened the sheet may be gone: the button beside a selection is.
    return () => {
      if (document.activeElement === document.body) opener.current?.focus({ preventScroll: true });
    };
  }, [open]);
  useEffect(() => {
    // A request for a thread, from its range in the text or from the selection, opens the sheet at it.
    if (focusRequest) setOpen(true);
  }, [focusRequest]);
  const close = () => {
    setOpen(false);
    margin.tools.setActive(null);
  };
  return (
    <>
      {/* Over the line that somebody writes in floats nothing; there the comments are behind their own mark. */}
      <Button
        className="comment-margin__open"
        hidden={writing}
        ref={opener}
        variant="secondary"
        onClick={() => setOpen(true)}
      >
        {margin.state === 'known' ? t('openSheet', { count: margin.open.length }) : t('openSheetUnknown')}
        {suggestions > 0 && ` · ${t('suggestions:count', { count: suggestions })}`}
      </Button>
      {open ? <Sheet margin={margin} announcement={announcement} onClose={close} /> : announcement}
    </>
  );
}

function Sheet({ margin, announcement, onClose }: CommentSheetProps & { onClose: () => void }) {
  const [showResolved, setShowResolved] = useState(false);
  const heading = useId();
  const title = useRef<HTMLHeadingElement>(null);
  const cards = useRef<HTMLDivElement>(null);
  const { focusRequest, tools } = margin;
  useEffect(() => {
    const dialog = title.current?.closest('dialog');
    const card =
      focusRequest && dialog?.querySelector<HTMLElement>(`[data-card="${CSS.escape(focusRequest.thread)}"]`);
    // The cards request focus themselves, but nothing can be focused before the sheet is open.
    if (card) focusWithoutJump(card.querySelector('textarea') ?? card);
    else title.current?.focus();
  }, [focusRequest]);
  const latestClose = useRef(onClose);
  latestClose.current = onClose;
  const inSheet = useMemo(() => {
    const showWords = (thread: string) => {
      latestClose.current();
      // After the sheet has closed and focus has been restored.
      requestAnimationFrame(() => tools.showWords(thread));
    };
    return { ...tools, showWords };
  }, [tools]);
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
      <Cards
        margin={{ ...margin, tools: inSheet }}
        resolved={showResolved}
        cards={cards}
        className="comment-sheet__cards"
      />
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
