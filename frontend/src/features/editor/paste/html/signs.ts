/** Letters of fonts whose letters are signs, as the signs they show. */
const WINGDINGS: Record<string, string> = {
  à: '→',
  ß: '←',
  á: '↑',
  â: '↓',
  ä: '↔',
  è: '→',
  ð: '⇨',
  û: '✗',
  ü: '✓',
  ý: '☒',
  þ: '☑',
  o: '☐',
  q: '☐',
  '¨': '☐',
  x: '☒',
  l: '●',
  m: '○',
  n: '■',
  '§': '▪',
  u: '◆',
  v: '❖',
  Ø: '➢',
  J: '☺',
  K: '😐',
  L: '☹',
  '(': '☎',
  '*': '✉',
  '«': '★',
  '·': '•',
};

const SYMBOL: Record<string, string> = {
  a: 'α',
  b: 'β',
  g: 'γ',
  d: 'δ',
  e: 'ε',
  l: 'λ',
  m: 'µ',
  p: 'π',
  s: 'σ',
  t: 'τ',
  q: 'θ',
  w: 'ω',
  D: 'Δ',
  S: 'Σ',
  W: 'Ω',
  '£': '≤',
  '³': '≥',
  '¹': '≠',
  '»': '≈',
  '±': '±',
  '´': '×',
  '¸': '÷',
  '°': '°',
  '®': '→',
  '¬': '←',
  '\u00ad': '↑',
  '¯': '↓',
  '«': '↔',
  Þ: '⇒',
  Û: '⇔',
  '¥': '∞',
  Æ: '∅',
  '·': '•',
};

export type SignFont = 'wingdings' | 'symbol';

/** The font of signs that a `font-family` begins with. */
export function signFont(family: string): SignFont | null {
  const first = family.replace(/^["'\s]+/, '');
  if (/^wingdings(?! ?[23])/.test(first)) return 'wingdings';
  return /^symbol(?![ \w])/.test(first) ? 'symbol' : null;
}

/** The signs that `text` shows in `font`; null where one of them is not known. Digits and marks stay what they are. */
export function signsOf(text: string, font: SignFont): string | null {
  const table = font === 'symbol' ? SYMBOL : WINGDINGS;
  const plain = font === 'symbol' ? /[\s\d.,:;()[\]+\-=/<>%!?]/ : /\s/;
  let signs = '';
  for (const letter of text) {
    const code = letter.codePointAt(0) ?? 0;
    // Word also writes them in the private area: U+F0FC is the letter U+00FC.
    const own = code >= 0xf000 && code <= 0xf0ff ? String.fromCodePoint(code - 0xf000) : letter;
    const sign = table[own] ?? (code > 0x2000 && own === letter ? letter : plain.test(own) ? own : undefined);
    if (sign === undefined) return null;
    signs += sign;
  }
  return signs;
}

const PLAIN = '0123456789+-=()[]n';
const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾⁽⁾ⁿ';
const LOWERED = '₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎₍₎ₙ';
/** As they are at any height. */
const BETWEEN = /[\s,.*†‡§°]/;

/** `3` as `³` or `₃`; null if a character has no such form. */
export function atHeight(text: string, height: 'raised' | 'lowered'): string | null {
  const signs = height === 'raised' ? RAISED : LOWERED;
  let shown = '';
  for (const character of text.replaceAll('−', '-').replaceAll('/', '⁄')) {
    const at = PLAIN.indexOf(character);
    if (at < 0 && character !== '⁄' && !BETWEEN.test(character)) return null;
    shown += at < 0 ? character : signs[at];
  }
  return shown;
}

/** Marks that say "done" or "not done" in front of a list item. */
export const TICKS = /^[☐☑☒✓✔✗✘]$/u;

const EMOJI = /^(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}|[\u200d\ufe0f\s])+$/u;

/** Whether the words of a picture are the very sign that it shows. */
export function isEmoji(words: string): boolean {
  return EMOJI.test(words);
}
