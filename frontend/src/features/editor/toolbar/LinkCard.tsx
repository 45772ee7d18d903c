import { Button } from '@digdir/designsystemet-react';
import { ExternalLinkIcon } from '@navikt/aksel-icons';
import type { Editor } from '@tiptap/core';
import type { Transaction } from '@tiptap/pm/state';
import { type FocusEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from '../../../i18n/useTranslation';
import { linkTarget } from '../input/links';
import { safeHref, shownAddress } from '../schema/safeHref';

interface Shown {
  href: string;
  top: number;
  left: number;
}

/** At the link in which the caret was put: open it, or change it. Typing on makes it go. */
export function LinkCard({ editor, onChange }: { editor: Editor; onChange: () => void }) {
  const { t } = useTranslation('editor');
  const card = useRef<HTMLFieldSetElement>(null);
  const [shown, setShown] = useShownLink(editor, card);
  if (!shown) return null;
  const href = safeHref(shown.href);
  const left = (event: FocusEvent) => {
    if (!card.current?.contains(event.relatedTarget)) setShown(null);
  };
  return (
    <fieldset
      aria-label={t('link.card')}
      className="link-card"
      onBlur={left}
      onKeyDown={({ key }) => key === 'Escape' && editor.view.focus()}
      // Keeps the caret, and the on-screen keyboard of a phone.
      onMouseDown={(event) => event.preventDefault()}
      ref={card}
      style={{ top: shown.top, left: shown.left }}
    >
      {href && (
        <Button asChild data-size="sm" variant="tertiary">
          <a href={href} rel="noopener noreferrer" target="_blank">
            <ExternalLinkIcon aria-hidden="true" />
            {t('link.open')}
            <span className="link-card__address">{shownAddress(href)}</span>
          </a>
        </Button>
      )}
      <Button data-size="sm" onClick={onChange} variant="tertiary">
        {t('link.edit')}
      </Button>
    </fieldset>
  );
}

function useShownLink(editor: Editor, card: { current: HTMLElement | null }) {
  const [shown, setShown] = useState<Shown | null>(null);
  useEffect(() => {
    const follow = ({ transaction }: { transaction: Transaction }) => {
      if (transaction.docChanged) setShown(null);
      else if (transaction.selectionSet) setShown(linkAtCaret(editor));
    };
    const left = ({ event }: { event: globalThis.FocusEvent }) => {
      if (!(event.relatedTarget instanceof Node && card.current?.contains(event.relatedTarget)))
        setShown(null);
    };
    editor.on('transaction', follow);
    editor.on('blur', left);
    return () => {
      editor.off('transaction', follow);
      editor.off('blur', left);
    };
  }, [editor, card]);
  return [shown, setShown] as const;
}

/** The card's width, px: it stays within the text. */
const WIDTH = 288;

function linkAtCaret({ state, view }: Editor): Shown | null {
  if (!state.selection.empty || !view.hasFocus()) return null;
  const { href, to } = linkTarget(state);
  const around = view.dom.closest('.part-editor')?.getBoundingClientRect();
  if (!href || !around) return null;
  const end = view.coordsAtPos(to, -1);
  const left = Math.max(
    0,
    Math.min(view.coordsAtPos(state.selection.head).left - around.left, around.width - WIDTH),
  );
  return { href, top: end.bottom - around.top + 4, left };
}
