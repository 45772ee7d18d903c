/**
 * Pasted HTML in a document that runs no script, loads nothing and applies no style.
 *
 * The content security policy blocks style attributes and style elements even in a document that is only parsed,
 * and reports each. Programs write much of what they mean in styles (Word what is a list, Excel in classes what is struck
 * out), so both are kept readable: the attribute under another name, the rules of plain selectors in a table.
 */
const RENAMED = 'data-pasted-style';

type Declarations = ReadonlyMap<string, string>;

export class InertPage {
  readonly body: HTMLElement;
  private readonly rules = new Map<string, Map<string, string>>();
  private readonly known = new WeakMap<Element, Declarations>();

  constructor(html: string) {
    const { body } = new DOMParser().parseFromString(withoutStyles(html, this.rules), 'text/html');
    this.body = body;
  }

  /** The value of a property that is declared for the element itself, in small letters; '' if there is none. */
  style(element: Element, property: string): string {
    return this.declarations(element).get(property) ?? '';
  }

  private declarations(element: Element): Declarations {
    const before = this.known.get(element);
    if (before) return before;
    const all = new Map<string, string>();
    const tag = element.localName;
    const classes = [...element.classList];
    const selectors = [tag, ...classes.map((name) => `.${name}`), ...classes.map((name) => `${tag}.${name}`)];
    for (const selector of selectors) {
      for (const [name, value] of this.rules.get(selector) ?? []) all.set(name, value);
    }
    declare(all, element.getAttribute(RENAMED) ?? element.getAttribute('style') ?? '');
    this.known.set(element, all);
    return all;
  }
}

function declare(into: Map<string, string>, declarations: string): void {
  for (const declaration of declarations.split(';')) {
    const colon = declaration.indexOf(':');
    if (colon < 0) continue;
    const name = declaration.slice(0, colon).trim().toLowerCase();
    const value = declaration
      .slice(colon + 1)
      .replace(/!\s*important/i, '')
      .trim()
      .toLowerCase();
    if (!/^(?:inherit|unset|revert)$/.test(value)) into.set(name, value);
  }
}

function withoutStyles(html: string, rules: Map<string, Map<string, string>>): string {
  return withoutStyleElements(html, rules).replace(/<[a-z][^<>]*>/gi, renameStyle);
}

const ATTRIBUTE = /([\s"'/])([^\s"'<>/=]+)(\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>]+))?/g;

/** Only the attribute of that name: its letters may stand in another one's value. */
function renameStyle(tag: string): string {
  return tag.replace(ATTRIBUTE, (whole, before: string, name: string, value: string | undefined) =>
    name.toLowerCase() === 'style' && value ? `${before}${RENAMED}${value}` : whole,
  );
}

function withoutStyleElements(html: string, rules: Map<string, Map<string, string>>): string {
  const [before = '', ...rest] = html.split(/<style\b/i);
  return before + rest.map((part) => afterStyle(part, rules)).join('');
}

/** An unclosed style element extends to the end, as in a browser. */
function afterStyle(part: string, rules: Map<string, Map<string, string>>): string {
  const end = part.search(/<\/style\s*>/i);
  readRules(part.slice(part.indexOf('>') + 1, end < 0 ? undefined : end), rules);
  return end < 0 ? '' : part.slice(part.indexOf('>', end) + 1);
}

/** The rules whose selectors are a tag, a class or both; what stands in another rule (`@media`) is no rule of this page. */
function readRules(sheet: string, rules: Map<string, Map<string, string>>): void {
  const text = withoutRemarks(sheet).replace(/<!--|-->/g, ' ');
  let depth = 0;
  let from = 0;
  let selectors = '';
  for (const { 0: brace, index } of text.matchAll(/[{}]/g)) {
    if (brace === '{' && depth === 0) selectors = text.slice(from, index);
    if (brace === '}' && depth === 1 && !selectors.includes('@')) {
      addRule(selectors, text.slice(from, index), rules);
    }
    depth = Math.max(depth + (brace === '{' ? 1 : -1), 0);
    from = index + 1;
  }
}

/** Not by a pattern: it would look for the end of a remark that has none from each one that follows. */
function withoutRemarks(sheet: string): string {
  const kept: string[] = [];
  for (let from = 0; from >= 0; ) {
    const begin = sheet.indexOf('/*', from);
    const end = begin < 0 ? -1 : sheet.indexOf('*/', begin + 2);
    kept.push(sheet.slice(from, begin < 0 ? undefined : begin));
    from = end < 0 ? -1 : end + 2;
  }
  return kept.join(' ');
}

function addRule(selectors: string, declarations: string, rules: Map<string, Map<string, string>>): void {
  for (const written of selectors.split(',')) {
    const [tag = '', ...classes] = written.trim().split('.');
    const selector = [tag.toLowerCase(), ...classes].join('.');
    if (!/^[a-z0-9]*(?:\.[\w-]+)?$/.test(selector.toLowerCase()) || selector === '') continue;
    const rule = rules.get(selector) ?? new Map<string, string>();
    declare(rule, declarations);
    rules.set(selector, rule);
  }
}
