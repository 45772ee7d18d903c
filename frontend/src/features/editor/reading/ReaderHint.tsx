import { type RefObject, useEffect, useState } from 'react';

interface ReaderHintProps {
  text: RefObject<HTMLElement | null>;
  words: string;
}

interface Place {
  top: number;
  left: number;
}

/** Says, at the place, that a reader who types in a text cannot write there; it goes with the next click or Escape. */
export function ReaderHint({ text, words }: ReaderHintProps) {
  const [place, setPlace] = useState<Place | null>(null);
  useEffect(() => {
    const typed = (event: KeyboardEvent) => {
      const here = text.current;
      if (event.key === 'Escape') setPlace(null);
      else if (here && isTyping(event)) setPlace(placeIn(here));
    };
    const clicked = () => setPlace(null);
    document.addEventListener('keydown', typed);
    document.addEventListener('pointerdown', clicked);
    return () => {
      document.removeEventListener('keydown', typed);
      document.removeEventListener('pointerdown', clicked);
    };
  }, [text]);
  return (
    <div className="reader-hint" role="status">
      {place && (
        <p className="reader-hint__words" style={place}>
          {words}
        </p>
      )}
    </div>
  );
}

/** A letter that goes nowhere: not a shortcut, and not in a field of its own. */
function isTyping({ key, ctrlKey, metaKey, altKey, target }: KeyboardEvent): boolean {
  const letter = key.length === 1 && key !== ' ';
  const own =
    target instanceof Element && target.closest('input, textarea, select, button, [contenteditable="true"]');
  return letter && !ctrlKey && !metaKey && !altKey && !own;
}

/** Below the caret that a click has set in the text; null when it is elsewhere. */
function placeIn(text: HTMLElement): Place | null {
  const selection = document.getSelection();
  const node = selection?.focusNode;
  if (!selection || !node || !text.contains(node)) return null;
  const range = document.createRange();
  range.setStart(node, selection.focusOffset);
  const box =
    range.getClientRects?.()[0] ??
    (node instanceof Element ? node : node.parentElement)?.getBoundingClientRect();
  const around = text.parentElement?.getBoundingClientRect();
  if (!box || !around) return null;
  return {
    top: box.bottom - around.top + 4,
    left: Math.max(0, Math.min(box.left - around.left, around.width - 240)),
  };
}
