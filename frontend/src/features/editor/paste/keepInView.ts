/** Scroll so far that `notice`, which has just come to the lower edge, does not cover the words or the field one is in. */
export function keepWordsInView(notice: Element | null): void {
  const words = placeOfWords();
  if (!notice || !words || words.height === 0) return;
  const { top, bottom } = notice.getBoundingClientRect();
  const covered = words.bottom > top && words.top < bottom ? words.bottom - top : 0;
  if (covered > 0) window.scrollBy({ top: covered + 8, behavior: 'instant' });
}

function placeOfWords(): DOMRect | null {
  const field = document.activeElement;
  if (field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement)
    return field.getBoundingClientRect();
  const selection = getSelection();
  return selection && selection.rangeCount > 0 ? selection.getRangeAt(0).getBoundingClientRect() : null;
}
