import { BETWEEN } from '../reading/blockWriter';
import type { Context } from './context';
import { isDrawnInvisibly, strength } from './looks';
import { atHeight, signsOf } from './signs';

/** Write the words of a text node as they look where they come from. */
export function writeText(raw: string, context: Context): void {
  const { writer, account, font } = context;
  if (raw.trim() !== '') {
    if (context.unseen || context.sizeless || isDrawnInvisibly(context)) {
      account.leftOut.add('hidden');
      if (/\s/.test(raw)) writer.apart();
      return;
    }
    if (!context.inLink) noteColours(context);
  }
  const shown = font ? signsOf(raw, font) : raw;
  if (shown === null) {
    account.leftOut.add('signs');
    return;
  }
  const lines = context.lines ? shown.split(/\r?\n/) : [shown];
  lines.forEach((line, index) => {
    if (index > 0) writer.lineBreak();
    (context.lines ? line.split('\t') : [line]).forEach((words, column) => {
      if (column > 0) writer.apart(BETWEEN);
      writeWords(words, context);
    });
  });
}

/** What is more than a shade is a colour that differs from the one of other words; what is strong is one by itself. */
const SHADE = 40;
const STRONG = 128;

function noteColours({ colour, background, colours, account }: Context): void {
  const both = [colour, background];
  colours.add(both.map((each) => (strength(each) < SHADE ? '' : each)).join('/'));
  if (colours.size > 1 || both.some((each) => strength(each) >= STRONG)) account.leftOut.add('colour');
}

function writeWords(words: string, { writer, marks, spelt, spaces, account }: Context): void {
  const height = spelt.find((meaning) => meaning === 'raised' || meaning === 'lowered');
  const shown = height ? atHeight(words, height) : null;
  const left = shown === null ? spelt : spelt.filter((meaning) => meaning !== height);
  if (words.trim() !== '') for (const meaning of left) account.written.add(meaning);
  const whole = shown ?? (writer.endsRaised ? words.replace(/^\//, '⁄') : words);
  writer.words(whole, marks, left, spaces);
}

/** Whether a sign at another height begins a fraction, and would be read as one number with the digits before it. */
export function beginsFraction(element: Element, context: Context, outer: Context): boolean {
  const raised = context.spelt.includes('raised') && !outer.spelt.includes('raised');
  return raised && context.writer.endsInDigit && /^\s*[/⁄]/.test(wordsAfter(element));
}

function wordsAfter(element: Element): string {
  let at: Element | null = element;
  while (at && !at.nextSibling) at = at.parentElement;
  return at?.nextSibling?.textContent ?? '';
}

/** Whether an inline element has room or a box around it, so that its words do not touch its neighbours'. */
export function standsApart(element: Element, { page }: Context): boolean {
  const style = (property: string) => page.style(element, property);
  const parent = element.parentElement;
  return (
    element.localName === 'button' ||
    (/^inline-(?:block|flex|grid)$/.test(style('display')) && element.textContent.trim().length > 1) ||
    /^(?:left|right)$/.test(style('float')) ||
    /^(?:absolute|fixed)$/.test(style('position')) ||
    (parent !== null && /\b(?:flex|grid)\b/.test(page.style(parent, 'display'))) ||
    ['margin', 'padding'].some((kind) => hasRoom(kind, style))
  );
}

/** At least 3 px, or any of another unit, to the left or right. */
function hasRoom(kind: string, style: (property: string) => string): boolean {
  const all = style(kind).split(/\s+/);
  const right = style(`${kind}-right`) || style(`${kind}-inline-end`) || all[1] || all[0] || '';
  const left = style(`${kind}-left`) || style(`${kind}-inline-start`) || all[3] || all[1] || all[0] || '';
  return [left, right].some((side) =>
    side.endsWith('px') ? Number.parseFloat(side) >= 3 : /^0?\.?[1-9]/.test(side),
  );
}

/** A tab as Word writes it. */
export function isTab(element: Element, { page }: Context): boolean {
  return page.style(element, 'mso-tab-count') !== '' && element.textContent.trim() === '';
}
