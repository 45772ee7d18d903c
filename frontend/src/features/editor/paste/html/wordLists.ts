import type { BlockKind } from '../../schema/block';
import type { InertPage } from './inertPage';
import { type SignFont, signFont, signsOf } from './signs';

/**
 * Lists in Word's clipboard HTML: paragraphs with `style="mso-list:l0 level2 lfo1"`, whose marker is text in a span
 * with `mso-list:Ignore`, or between `<!--[if !supportLists]-->` and `<!--[endif]-->` (Word online and Outlook omit one
 * or the other).
 */
export interface WordItem {
  kind: BlockKind;
  indent: number;
  /** The marker as Word shows it; '' without one. */
  text: string;
  list: string;
}

const ORDERED = /^\(?(?:(?:\d+\.)*\d+\.?|(?:[a-z]{1,2}|[ivxlcdm]+)(?=[.)]))[.)]?$/i;

export function wordItem(element: Element, page: InertPage): WordItem | null {
  const style = page.style(element, 'mso-list');
  const level = /\blevel(\d+)/.exec(style);
  if (!level && !/MsoList/.test(element.getAttribute('class') ?? '')) return null;
  const marker = markerOf(element, page);
  if (!level && marker === null) return null;
  const text = marker ?? '';
  return {
    kind: ORDERED.test(text) ? 'ordered' : 'bullet',
    indent: Math.max(Number(level?.[1] ?? 1) - 1, 0),
    text,
    list: style.replace(/level\d+/, ''),
  };
}

/** Whether this span only contains a list marker. */
export function isMarker(element: Element, page: InertPage): boolean {
  return page.style(element, 'mso-list') === 'ignore';
}

export function opensMarker(comment: Comment): boolean {
  return /^\[if !supportLists\]/i.test(comment.data);
}

export function closesMarker(comment: Comment): boolean {
  return /^(?:\[endif\]|<!\[endif\])/i.test(comment.data.trim());
}

function markerOf(element: Element, page: InertPage): string | null {
  const ignored = [...element.querySelectorAll('span')].find((span) => isMarker(span, page));
  const words = ignored ? (ignored.textContent ?? '') : betweenComments(element);
  if (words === null) return null;
  const text = words.replace(/[\s\u00a0]+/g, ' ').trim();
  const font = fontAround(ignored ?? null, element, page);
  return (font && signsOf(text, font)) ?? text;
}

function fontAround(marker: Element | null, item: Element, page: InertPage): SignFont | null {
  for (let at = marker; at && at !== item; at = at.parentElement) {
    const family = page.style(at, 'font-family');
    if (family !== '') return signFont(family);
  }
  return null;
}

function betweenComments(element: Element): string | null {
  const walker = element.ownerDocument.createTreeWalker(
    element,
    NodeFilter.SHOW_COMMENT | NodeFilter.SHOW_TEXT,
  );
  let marker: string | null = null;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.nodeType === Node.COMMENT_NODE) {
      if (opensMarker(node as Comment)) marker = '';
      else if (marker !== null && closesMarker(node as Comment)) return marker;
    } else if (marker !== null) marker += node.textContent ?? '';
  }
  return null;
}
