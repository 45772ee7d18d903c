import { type Context, squeezed } from './context';
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

/**
 * What a control held. Browsers copy controls as the page was sent, not as they stand; the plain text of the clipboard has
 * the words that stand in them, and no ticks (findings/chromium-copies-forms-as-they-were-sent.sh).
 */
function answerOf(element: Element, context: Context): string | null {
  const { localName } = element;
  if (/^(?:progress|meter)$/.test(localName)) return percent(element);
  if (!/^(?:input|select|textarea)$/.test(localName)) return null;
  const type = (element.getAttribute('type') ?? 'text').toLowerCase();
  if (localName === 'input' && type === 'hidden') return '';
  if (localName === 'input' && /^(?:submit|reset|button|file|image)$/.test(type)) {
    return element.getAttribute(type === 'image' ? 'alt' : 'value') ?? '';
  }
  if (localName === 'input' && /^(?:checkbox|radio)$/.test(type)) return tickedOf(element, type, context);
  if (!element.hasAttribute('disabled'))
    context.account.leftOut.add(type === 'password' ? 'passwords' : 'controls');
  const answers = localName === 'select' ? chosen(element, context) : [written(element, type)];
  const certain = answers.filter((answer) => answer !== '' && stands(answer, context));
  return certain.join(', ') || UNANSWERED;
}

function tickedOf(element: Element, type: string, { account }: Context): string {
  const shown = ownTick(element);
  if (shown !== null) return shown;
  // Who says it in an attribute that follows what is shown needs no control.
  if (element.parentElement?.closest('[aria-checked], [data-checked], [data-list]')) return '';
  if (!element.hasAttribute('disabled')) account.leftOut.add('controls');
  const done = element.hasAttribute('checked');
  return type === 'radio' ? (done ? '◉' : '○') : tick(done);
}

function written(element: Element, type: string): string {
  if (type === 'password') return '';
  return (element.localName === 'input' ? (element.getAttribute('value') ?? '') : element.textContent).trim();
}

const stands = (words: string, { plain }: Context) =>
  plain.squeezed === '' || plain.squeezed.includes(squeezed(words));

function chosen(element: Element, { plain }: Context): string[] {
  const options = [...element.querySelectorAll('option')];
  const seen = options.filter(
    (option) => option.textContent.trim() !== '' && plain.lines.has(option.textContent.trim()),
  );
  const selected = options.filter((option) => option.hasAttribute('selected'));
  const first = element.hasAttribute('multiple') ? [] : options.slice(0, 1);
  const found = seen.length === 1 ? seen : selected.length > 0 ? selected : first;
  return found.map((option) => option.textContent.trim());
}

function percent(element: Element): string {
  const value = Number(element.getAttribute('value') ?? Number.NaN);
  const most = Number(element.getAttribute('max') ?? 1) || 1;
  return Number.isFinite(value) ? `${Math.round((value / most) * 100)} %` : element.textContent;
}

const tick = (done: boolean) => (done ? '☑' : '☐');

/** The tick that an element of its own kind shows in front of its words; null where it is none. */
export function tickOf(element: Element): string | null {
  return element.localName === 'input' ? null : ownTick(element);
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
