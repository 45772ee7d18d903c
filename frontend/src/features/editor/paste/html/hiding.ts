import type { Context } from './context';

/** A comment beside the text, or the mark of one in it: of Word and Excel, of Google Docs, or by its role. */
export function isComment(element: Element, { page }: Context): boolean {
  const special = `${page.style(element, 'mso-element')} ${page.style(element, 'mso-special-character')}`;
  return (
    /(?:^| )comment(?:-list)?(?: |$)/.test(special) ||
    /\b(?:msocom(?:anchor|txt|off|edit|hide)?|MsoComment\w+)\b/.test(element.getAttribute('class') ?? '') ||
    /^#_(?:mso)?com_/.test(element.getAttribute('href') ?? '') ||
    element.getAttribute('role') === 'comment' ||
    element.id.startsWith('cmnt_ref') ||
    beginsWithReference(element)
  );
}

/** Google Docs writes a comment as paragraphs of which the first begins with a link back to the mark in the text. */
function beginsWithReference(element: Element): boolean {
  if (element.localName !== 'div' && element.localName !== 'p') return false;
  const first = element.firstElementChild;
  const link = first?.localName === 'p' ? first.firstElementChild : first;
  return link?.getAttribute('href')?.startsWith('#cmnt_ref') ?? false;
}

/** Whether nothing in the element was to be seen where it comes from. */
export function isHidden(element: Element, { page }: Context): boolean {
  const style = (property: string) => page.style(element, property);
  return (
    element.hasAttribute('hidden') ||
    style('display') === 'none' ||
    style('mso-hide') === 'all' ||
    /^(?:0|0?\.0+|0%)$/.test(style('opacity')) ||
    style('content-visibility') === 'hidden' ||
    isOffTheScreen(style) ||
    isInClosedDetails(element)
  );
}

function isOffTheScreen(style: (property: string) => string): boolean {
  const small = (property: string) => /^[01](?:\.0+)?(?:px|pt)?$/.test(style(property));
  const clipped =
    /^inset\((?:50|100)%/.test(style('clip-path')) || /^rect\([01\spx,]*\)$/.test(style('clip'));
  const away = ['left', 'top', 'text-indent', 'margin-left'].some((name) =>
    /^-\d{4,}(?:\.\d+)?(?:px|pt|em)/.test(style(name)),
  );
  const closed =
    /hidden|clip/.test(style('overflow')) && ['width', 'height', 'max-height', 'max-width'].some(small);
  return clipped || away || closed;
}

function isInClosedDetails(element: Element): boolean {
  const parent = element.parentElement;
  return parent?.localName === 'details' && !parent.hasAttribute('open') && element.localName !== 'summary';
}
