/**
 * Keeps the styles of pasted HTML readable without applying them.
 *
 * The content security policy blocks style attributes and style elements even in a document that is only parsed,
 * and reports each. Word and Google Docs mark bold text and lists in style attributes, so the attribute is renamed
 * before parsing instead of removed.
 */
const RENAMED = 'data-pasted-style';

export function withoutStyles(html: string): string {
  return withoutStyleElements(html).replace(/<[a-z][^<>]*>/gi, (tag) =>
    tag.replace(/([\s"'])style(\s*=)/gi, `$1${RENAMED}$2`),
  );
}

export function styleOf(element: Element): string {
  return element.getAttribute(RENAMED) ?? '';
}

function withoutStyleElements(html: string): string {
  const [before = '', ...rest] = html.split(/<style\b/i);
  return before + rest.map((part) => part.slice(endOfStyle(part))).join('');
}

/** An unclosed style element extends to the end, as in a browser. */
function endOfStyle(part: string): number {
  const end = part.search(/<\/style\s*>/i);
  return end < 0 ? part.length : part.indexOf('>', end) + 1;
}
