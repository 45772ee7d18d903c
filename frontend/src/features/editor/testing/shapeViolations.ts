import * as Y from 'yjs';

const KINDS = ['paragraph', 'heading', 'bullet', 'ordered'];

/** Descriptions of what the server would refuse in `body`; independent of the editor's own code for the shape. */
export function shapeViolations(body: Y.XmlFragment): string[] {
  return body.toArray().flatMap((block, index) => blockViolations(block, `block ${index}`));
}

function blockViolations(block: unknown, at: string): string[] {
  if (!(block instanceof Y.XmlElement) || block.nodeName !== 'block') return [`${at} is no block`];
  return [
    ...attributeViolations(block.getAttributes(), at),
    ...block.toArray().flatMap((child) => childViolations(child, at)),
  ];
}

function attributeViolations(attributes: Record<string, unknown>, at: string): string[] {
  return Object.entries(attributes)
    .flatMap(([name, value]) => {
      const fine =
        (name === 'kind' && KINDS.includes(value as string)) ||
        (name === 'level' && [1, 2, 3].includes(value as number)) ||
        (name === 'indent' && [0, 1, 2, 3, 4, 5, 6].includes(value as number));
      return fine ? [] : [`${at} has ${name}=${JSON.stringify(value)}`];
    })
    .concat('kind' in attributes ? [] : [`${at} has no kind`]);
}

/**
 * Blocks whose level does not fit their kind. One person's edits must not create any; concurrent changes may (last
 * writer wins, per attribute), which every reader tolerates, so this is checked separately.
 */
export function misfits(body: Y.XmlFragment): string[] {
  return body.toArray().flatMap((block, index) => {
    const { kind, level } = (block as Y.XmlElement).getAttributes() as { kind?: unknown; level?: unknown };
    return (kind === 'heading') === (level !== undefined)
      ? []
      : [`block ${index}: ${kind} with level ${level}`];
  });
}

function childViolations(child: unknown, at: string): string[] {
  if (child instanceof Y.XmlText) return textViolations(child, at);
  if (!(child instanceof Y.XmlElement) || child.nodeName !== 'hardBreak')
    return [`${at} holds ${String(child)}`];
  const bare = child.length === 0 && Object.keys(child.getAttributes()).length === 0;
  return bare ? [] : [`${at} has a hard break with content`];
}

function textViolations(text: Y.XmlText, at: string): string[] {
  return (text.toDelta() as { insert: unknown; attributes?: Record<string, unknown> }[]).flatMap((op) => [
    ...(typeof op.insert === 'string' ? [] : [`${at} embeds ${JSON.stringify(op.insert)}`]),
    ...Object.entries(op.attributes ?? {}).flatMap(([name, value]) => markViolations(name, value, at)),
  ]);
}

function markViolations(name: string, value: unknown, at: string): string[] {
  const written = JSON.stringify(value);
  const href = (value as { href?: unknown } | null)?.href;
  const fine =
    ((name === 'bold' || name === 'italic') && (written === '{}' || written === 'true')) ||
    (name === 'link' &&
      typeof href === 'string' &&
      /^(?:https?|mailto|tel):/.test(href) &&
      written === JSON.stringify({ href }));
  return fine ? [] : [`${at} marks ${name}=${written}`];
}
