import type { BlockKind } from '../schema/block';
import { styleOf } from './inertStyles';

/**
 * Lists in Word's clipboard HTML: paragraphs with `style="mso-list:l0 level2 lfo1"`, whose marker is text in a span
 * with `mso-list:Ignore`, or between `<!--[if !supportLists]-->` and `<!--[endif]-->` (Word online and Outlook omit one
 * or the other).
 */
interface WordItem {
  kind: BlockKind;
  indent: number;
}

const ORDERED = /^[\s\u00a0]*(?:\d+|[a-z]{1,2}|[ivxlcdm]+)[.)]/i;

export function wordItem(element: Element): WordItem | null {
  const style = styleOf(element);
  const level = /mso-list:[^;]*\blevel(\d+)/i.exec(style);
  const marker = markerOf(element);
  if (!level && !(marker !== null && /MsoList/.test(element.className))) return null;
  const kind = marker !== null && ORDERED.test(marker) ? 'ordered' : 'bullet';
  return { kind, indent: Math.max(Number(level?.[1] ?? 1) - 1, 0) };
}

/** Whether this span only contains a list marker. */
export function isMarker(element: Element): boolean {
  return /mso-list:\s*ignore/i.test(styleOf(element));
}

export function opensMarker(comment: Comment): boolean {
  return /^\[if !supportLists\]/i.test(comment.data);
}

export function closesMarker(comment: Comment): boolean {
  return /^(?:\[endif\]|<!\[endif\])/i.test(comment.data.trim());
}

function markerOf(element: Element): string | null {
  const ignored = [...element.querySelectorAll('span')].find(isMarker);
  if (ignored) return ignored.textContent ?? '';
  return betweenComments(element);
}

function betweenComments(element: Element): string | null {
  const walker = element.ownerDocument.createTreeWalker(
    element,
    NodeFilter.SHOW_COMMENT | NodeFilter.SHOW_TEXT,
  );
  let marker: string | null = null;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node instanceof Comment || node.nodeType === Node.COMMENT_NODE) {
      if (opensMarker(node as Comment)) marker = '';
      else if (marker !== null && closesMarker(node as Comment)) return marker;
    } else if (marker !== null) marker += node.textContent ?? '';
  }
  return null;
}
