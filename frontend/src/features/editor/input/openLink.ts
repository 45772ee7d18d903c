import type { Command } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { safeHref } from '../schema/safeHref';
import { linkTarget } from './links';

/** In an editable text a click sets the caret; with Ctrl or Cmd it opens the link. */
export function openOnModifiedClick(_view: EditorView, _pos: number, event: MouseEvent): boolean {
  const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
  return link !== null && (event.ctrlKey || event.metaKey) && open(link.getAttribute('href') ?? '');
}

/** Open the link at the caret. */
export const openLinkAtCaret: Command = (state) => open(linkTarget(state).href);

/** Open an address that a part may hold, in a page that cannot reach this one. */
function open(address: string): boolean {
  const href = safeHref(address);
  if (href !== null) window.open(href, '_blank', 'noopener,noreferrer');
  return href !== null;
}
