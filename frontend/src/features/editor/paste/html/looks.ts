import { safeHref } from '../../schema/safeHref';
import type { Marks } from '../reading/blockWriter';
import { SPELT, type Spelt } from '../reading/meanings';
import type { Context, Inherited } from './context';
import { signFont } from './signs';

/** What an element's tag and styles say of the words in it. */
export function inside(element: Element, context: Context): Context {
  const style = (property: string) => context.page.style(element, property);
  const family = style('font-family') || (element.getAttribute('face') ?? '').toLowerCase();
  return {
    ...context,
    ...whiteSpace(element, style, context),
    ...seenness(element, style, context),
    marks: marksOf(element, style, context),
    spelt: speltOf(element, style, context.spelt),
    font: family === '' ? context.font : signFont(family),
    inLink: context.inLink || element.localName === 'a',
  };
}

type Style = (property: string) => string;

const NO_SIZE = /^(?:0(?:\.0+)?[a-z%]*|0?\.\d+(?:px|pt)|1px)$/;

function whiteSpace(element: Element, style: Style, outer: Inherited): Pick<Inherited, 'lines' | 'spaces'> {
  // Chromium writes the first of the two since `white-space` is a shorthand.
  const value =
    style('white-space-collapse') || style('white-space') || (element.localName === 'pre' ? 'pre' : '');
  if (value === '') return { lines: outer.lines, spaces: outer.spaces };
  const spaces = /^(?:pre|pre-wrap|break-spaces|preserve)\b(?!-line|-breaks)/.test(value);
  return { spaces, lines: spaces || /^(?:pre-line|preserve-breaks)/.test(value) };
}

function seenness(
  element: Element,
  style: Style,
  outer: Inherited,
): Pick<Inherited, 'unseen' | 'sizeless' | 'colour' | 'background'> {
  const visibility = style('visibility');
  const size = style('font-size');
  const attribute = (name: string) => (element.getAttribute(name) ?? '').toLowerCase();
  const marked = element.localName === 'mark' ? 'yellow' : attribute('bgcolor');
  const back = style('background-color') || colourIn(style('background')) || style('mso-highlight') || marked;
  const front = style('color') || (element.localName === 'font' ? attribute('color') : '');
  return {
    unseen: visibility === '' ? outer.unseen : visibility !== 'visible',
    sizeless: size === '' ? outer.sizeless : NO_SIZE.test(size),
    colour: written(front) || outer.colour,
    background: isTransparent(written(back)) ? outer.background : written(back) || outer.background,
  };
}

function colourIn(background: string): string {
  return (
    /#[0-9a-f]{3,8}\b|rgba?\([^)]*\)|\b(?:white|black|yellow|red|lime|aqua|silver|gray|grey|green|blue|transparent)\b/.exec(
      background,
    )?.[0] ?? ''
  );
}

/** Whether the words of this colour cannot be seen on their background. */
export function isDrawnInvisibly({ colour, background }: Inherited): boolean {
  if (isTransparent(colour)) return true;
  const [front, back] = [channels(colour), channels(background)];
  if (!front || !back) return background !== '' && colour === background;
  return front.every((value, index) => Math.abs(value - (back[index] ?? 0)) < 12);
}

function isTransparent(colour: string): boolean {
  return colour === 'transparent' || /^#[0-9a-f]{6}00$/.test(colour);
}

const NAMES: Record<string, string> = {
  white: '#ffffff',
  black: '#000000',
  yellow: '#ffff00',
  red: '#ff0000',
};

/** One spelling for a colour: `#rrggbb`, or its name. */
function written(colour: string): string {
  const rgb = /^rgba?\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)(?:[\s,/]+([\d.]+))?\s*\)$/.exec(colour);
  if (rgb)
    return rgb[4] !== undefined && Number(rgb[4]) === 0 ? 'transparent' : hex(rgb.slice(1, 4).map(Number));
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/.exec(colour);
  if (short) return `#${short[1]}${short[1]}${short[2]}${short[2]}${short[3]}${short[3]}`;
  return NAMES[colour] ?? (/^(?:windowtext|auto|none|currentcolor)$/.test(colour) ? '' : colour);
}

const hex = (parts: number[]) => `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;

/** How much a colour is one, from 0 for black, white and greys to 255. */
export function strength(colour: string): number {
  const parts = channels(colour);
  return parts ? Math.max(...parts) - Math.min(...parts) : colour === '' ? 0 : 255;
}

function channels(colour: string): number[] | null {
  const parts = /^#(..)(..)(..)/.exec(colour)?.slice(1);
  return parts ? parts.map((part) => Number.parseInt(part, 16)) : null;
}

function marksOf(element: Element, style: Style, { marks }: Inherited): Marks {
  return {
    bold:
      fromStyleOrTag(
        element,
        style('font-weight'),
        /^(?:bold|bolder|[6-9]00)$/,
        'b strong th dt caption legend summary',
      ) ?? marks.bold,
    italic:
      fromStyleOrTag(
        element,
        style('font-style'),
        /^(?:italic|oblique)/,
        'i em cite dfn var address figcaption',
      ) ?? marks.italic,
    href: hrefOf(element) ?? marks.href,
  };
}

/** A mark from style or tag. Style comes first: Google Docs wraps everything in `<b style="font-weight:normal">`. */
function fromStyleOrTag(element: Element, value: string, on: RegExp, tags: string): boolean | null {
  if (value !== '') return on.test(value);
  return tags.split(' ').includes(element.localName) ? true : null;
}

function hrefOf(element: Element): string | null {
  return element.localName === 'a' ? safeHref(element.getAttribute('href') ?? '') : null;
}

/** Whether a link leads somewhere that a part's links may not; a place in the same text is none. */
export function losesAddress(element: Element): boolean {
  const href = element.getAttribute('href') ?? '';
  return element.localName === 'a' && href !== '' && !href.startsWith('#') && safeHref(href) === null;
}

function speltOf(element: Element, style: Style, outer: readonly Spelt[]): readonly Spelt[] {
  const own = new Set(outer);
  const name = element.localName;
  const line = `${style('text-decoration')} ${style('text-decoration-line')}`;
  if (/line-through/.test(line) || (/^(?:s|strike)$/.test(name) && line === ' ')) own.add('struck');
  const change = /\b(?:mso|TrackChangeText)(Del|Ins)/.exec(element.getAttribute('class') ?? '')?.[1];
  if (name === 'del' || change === 'Del') own.add('deleted');
  if (name === 'ins' || change === 'Ins') own.add('inserted');
  const height = heightOf(name, style);
  if (height !== undefined) {
    own.delete('raised');
    own.delete('lowered');
  }
  if (height) own.add(height);
  return SPELT.filter((meaning) => own.has(meaning));
}

/** Undefined where the element says nothing of it. */
function heightOf(name: string, style: Style): 'raised' | 'lowered' | null | undefined {
  const align = style('vertical-align') || style('font-variant-position');
  const raise = Number.parseFloat(style('mso-text-raise'));
  if (raise) return raise > 0 ? 'raised' : 'lowered';
  if (/^super/.test(align)) return 'raised';
  if (/^sub/.test(align)) return 'lowered';
  if (name === 'sup' || name === 'sub') {
    if (align === 'baseline') return null;
    return name === 'sup' ? 'raised' : 'lowered';
  }
  return undefined;
}

/** Whether it is underlined to stress it: not as links are, nor as what was inserted. */
export function isUnderlined(element: Element, { page, inLink }: Context): boolean {
  if (inLink || /^(?:a|ins)$/.test(element.localName)) return false;
  const line = `${page.style(element, 'text-decoration')} ${page.style(element, 'text-decoration-line')}`;
  return /underline/.test(line) || (element.localName === 'u' && line === ' ');
}
