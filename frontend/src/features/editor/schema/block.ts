/**
 * The attributes of a block of a part's `body`, and how they are stored in Yjs.
 *
 * y-tiptap writes every attribute that is not null, as the value it has, and removes one that became null.
 * What the server sees on an XmlElement `block` is therefore exactly:
 *   kind    one of KINDS, always present;
 *   level   the integer 1, 2 or 3, only while kind is `heading`; absent otherwise;
 *   indent  an integer 1..6; absent for 0.
 * Two people changing kind and level at once can merge into a heading without level, or a level on another
 * kind. `readBlock` accepts both, and the next change of that block repairs them.
 */
export const KINDS = ['paragraph', 'heading', 'bullet', 'ordered'] as const;
export type BlockKind = (typeof KINDS)[number];
export type HeadingLevel = 1 | 2 | 3;
export const MAX_INDENT = 6;

export interface Block {
  kind: BlockKind;
  level: HeadingLevel;
  indent: number;
}

/** The attributes of the ProseMirror node and of the Yjs element; null is absent. */
interface BlockAttributes {
  kind: BlockKind;
  level: HeadingLevel | null;
  indent: number | null;
}

const DEFAULT_LEVEL: HeadingLevel = 2;

/** Read the attributes of a node, including invalid combinations from concurrent edits. */
export function readBlock(attributes: Record<string, unknown>): Block {
  const kind = KINDS.find((known) => known === attributes.kind) ?? 'paragraph';
  return { kind, level: readLevel(attributes.level), indent: clampIndent(attributes.indent) };
}

function readLevel(value: unknown): HeadingLevel {
  const level = whole(value);
  return level === 1 || level === 2 || level === 3 ? level : DEFAULT_LEVEL;
}

function clampIndent(value: unknown): number {
  return Math.min(Math.max(whole(value), 0), MAX_INDENT);
}

/** Some Yjs clients write every attribute as text; like the server, we accept a digit as its number. */
function whole(value: unknown): number {
  const number = typeof value === 'string' && /^\d$/.test(value) ? Number(value) : value;
  return Number.isInteger(number) ? (number as number) : 0;
}

/** The attributes to write for a block: only those that the shape allows for its kind. */
export function blockAttributes(kind: BlockKind, rest: Partial<Block> = {}): BlockAttributes {
  return {
    kind,
    level: kind === 'heading' ? (rest.level ?? DEFAULT_LEVEL) : null,
    indent: clampIndent(rest.indent) || null,
  };
}

export function isList(kind: BlockKind): kind is 'bullet' | 'ordered' {
  return kind === 'bullet' || kind === 'ordered';
}
