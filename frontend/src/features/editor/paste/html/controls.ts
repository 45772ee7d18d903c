import type { Context } from './context';
import { isEmoji } from './signs';

const UNANSWERED = '____';
const EMBEDDED = new Set('video audio iframe object embed canvas applet'.split(' '));

/** Write what a form control, a picture or a formula holds; false if the element is none of them. */
export function writeReplaced(element: Element, context: Context): boolean {
  if (element.localName === 'math') writeFormula(element, context);
  else if (isPicture(element)) writePicture(element, context);
  else if (EMBEDDED.has(element.localName)) context.account.leftOut.add('embedded');
  else {
    const value = answerOf(element, context);
    if (value === null) return false;
    for (const [index, line] of value.split(/\r?\n/).entries()) {
      if (index > 0) context.writer.lineBreak();
      apart(context, line);
    }
  }
  return true;
}

function isPicture(element: Element): boolean {
  return /^(?:img|svg)$/.test(element.localName) || element.getAttribute('role') === 'img';
}

function apart({ writer, marks, spelt }: Context, words: string): void {
  writer.apart();
  writer.words(words, marks, spelt);
  writer.apart();
}

function answerOf(element: Element, context: Context): string | null {
  if (element.localName === 'textarea') return element.textContent.trim() || UNANSWERED;
  if (element.localName === 'select') return chosen(element);
  if (/^(?:progress|meter)$/.test(element.localName)) return percent(element);
  return element.localName === 'input' ? inputValue(element, context) : null;
}

function inputValue(element: Element, { account }: Context): string {
  const type = (element.getAttribute('type') ?? 'text').toLowerCase();
  if (type === 'checkbox') return tick(element.hasAttribute('checked'));
  if (type === 'radio') return element.hasAttribute('checked') ? '◉' : '○';
  if (type === 'hidden') return '';
  if (type === 'image') return element.getAttribute('alt') ?? '';
  if (type === 'password') account.leftOut.add('passwords');
  const value = type === 'password' ? '' : (element.getAttribute('value') ?? '').trim();
  return value || (/^(?:submit|reset|button|file)$/.test(type) ? '' : UNANSWERED);
}

function chosen(element: Element): string {
  const options = [...element.querySelectorAll('option')];
  const selected = options.filter((option) => option.hasAttribute('selected'));
  const first = element.hasAttribute('multiple') ? [] : options.slice(0, 1);
  const words = (selected.length > 0 ? selected : first).map((option) => option.textContent.trim());
  return words.filter((word) => word !== '').join(', ') || UNANSWERED;
}

function percent(element: Element): string {
  const value = Number(element.getAttribute('value') ?? Number.NaN);
  const most = Number(element.getAttribute('max') ?? 1) || 1;
  return Number.isFinite(value) ? `${Math.round((value / most) * 100)} %` : element.textContent;
}

const tick = (done: boolean) => (done ? '☑' : '☐');

/** The tick that an element of its own kind shows in front of its words; null where it is none. */
export function tickOf(element: Element): string | null {
  const shown = ownTick(element);
  // A control inside shows it itself.
  return shown === null || element.querySelector('input[type=checkbox], input[type=radio]') ? null : shown;
}

function ownTick(element: Element): string | null {
  const done = element.getAttribute('aria-checked') ?? element.getAttribute('data-checked');
  const role = element.getAttribute('role') ?? '';
  if (role === 'radio' && done !== null) return done === 'true' ? '◉' : '○';
  const item = element.localName === 'li';
  if (/^(?:checkbox|switch|menuitemcheckbox)$/.test(role) || (item && done !== null))
    return tick(done === 'true');
  const list = element.getAttribute('data-list') ?? (item ? element.className : '');
  const ticked = /(?:^| )(un)?checked(?: |$)/.exec(list);
  return ticked && tick(ticked[1] === undefined);
}

/** A picture by its words. One without a name is told of, unless it says itself that it is decoration. */
function writePicture(element: Element, context: Context): void {
  const words = nameOf(element);
  if (element.closest('[role=checkbox][aria-checked]') && /^(?:un)?checked$/.test(words)) return;
  if (isEmoji(words) || (/emoji|emoticon/i.test(element.getAttribute('class') ?? '') && words !== '')) {
    context.writer.words(words, context.marks, context.spelt);
  } else if (words !== '') {
    context.account.leftOut.add('pictures');
    apart(context, `[${context.label('picture')}: ${words}]`);
  } else if (!isDecoration(element)) context.account.leftOut.add('pictures');
}

function nameOf(element: Element): string {
  const named = element.getAttribute('alt') ?? element.getAttribute('aria-label');
  const title = element.localName === 'svg' ? element.querySelector('title')?.textContent : null;
  return (named ?? title ?? '').replace(/\s+/g, ' ').trim();
}

function isDecoration(element: Element): boolean {
  const tiny = ['width', 'height'].some((side) => /^[01](?:px)?$/.test(element.getAttribute(side) ?? ''));
  return (
    tiny ||
    element.getAttribute('alt') === '' ||
    element.closest('[aria-hidden=true], [role=presentation], [role=none], button') !== null
  );
}

function writeFormula(element: Element, context: Context): void {
  const source = element.querySelector('annotation[encoding*="tex" i]')?.textContent;
  const words = (element.getAttribute('alttext') ?? source ?? element.textContent)
    .replace(/\s+/g, ' ')
    .trim();
  if (words === '') return;
  context.account.written.add('formulas');
  apart(context, `[${context.label('formula')}: ${words}]`);
}
