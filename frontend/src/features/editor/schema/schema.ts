import { type AnyExtension, Mark, Node } from '@tiptap/core';
import { blockAttributes, type HeadingLevel, readBlock } from './block';
import { safeHref } from './safeHref';

/**
 * The closed schema of a part's body: `block`, `hardBreak`, text, and the marks bold, italic and link.
 *
 * Every mark excludes itself (ProseMirror's default): y-tiptap writes marks that may overlap themselves under
 * a hashed name (`link--a1b2c3d4`), which is not part of the document shape.
 * Every attribute has a default: y-tiptap deletes, for everybody, a node whose attributes it cannot read.
 */
const hidden = { rendered: false } as const;

const Doc = Node.create({ name: 'doc', topNode: true, content: 'block+' });

const Text = Node.create({ name: 'text', group: 'inline' });

/** Headings in a part are h2 to h4, below the page's own h1. */
function tagOf(kind: string, level: HeadingLevel): string {
  if (kind === 'heading') return `h${level + 1}`;
  return kind === 'paragraph' ? 'p' : 'div';
}

const Block = Node.create({
  name: 'block',
  content: '(text | hardBreak)*',
  selectable: false,
  addAttributes() {
    return {
      kind: { default: 'paragraph', ...hidden },
      level: { default: null, ...hidden },
      indent: { default: null, ...hidden },
    };
  },
  parseHTML() {
    const heading = (level: HeadingLevel) => ({
      tag: `h${level + 1}`,
      getAttrs: () => ({ ...blockAttributes('heading', { level }) }),
    });
    return [heading(1), heading(2), heading(3), { tag: 'p' }, { tag: 'div' }];
  },
  renderHTML({ node }) {
    const { kind, level, indent } = readBlock(node.attrs);
    const step = indent > 0 ? ` block--indent-${indent}` : '';
    return [tagOf(kind, level), { class: `block block--${kind}${step}` }, 0];
  },
});

const HardBreak = Node.create({
  name: 'hardBreak',
  group: 'inline',
  inline: true,
  selectable: false,
  linebreakReplacement: true,
  parseHTML: () => [{ tag: 'br' }],
  renderHTML: () => ['br'],
});

const Bold = Mark.create({
  name: 'bold',
  parseHTML: () => [{ tag: 'strong' }, { tag: 'b' }],
  renderHTML: () => ['strong', 0],
});

const Italic = Mark.create({
  name: 'italic',
  parseHTML: () => [{ tag: 'em' }, { tag: 'i' }],
  renderHTML: () => ['em', 0],
});

const Link = Mark.create({
  name: 'link',
  inclusive: false,
  addAttributes: () => ({ href: { default: '', ...hidden } }),
  parseHTML: () => [
    {
      tag: 'a[href]',
      getAttrs: (element) => {
        const href = safeHref(element.getAttribute('href') ?? '');
        return href === null ? false : { href };
      },
    },
  ],
  renderHTML({ mark }) {
    const href = safeHref(String(mark.attrs.href));
    return ['a', href === null ? {} : { href, target: '_blank', rel: 'noopener noreferrer nofollow' }, 0];
  },
});

export const SCHEMA_EXTENSIONS: AnyExtension[] = [Doc, Text, Block, HardBreak, Link, Bold, Italic];
