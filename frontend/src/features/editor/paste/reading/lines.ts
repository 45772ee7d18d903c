import { listPositions } from '../../schema/listPositions';
import type { CleanBlock } from './blockWriter';

/** Blocks as lines of plain words, with list markers and indentation. */
export function linesOf(blocks: readonly CleanBlock[]): string[] {
  const positions = listPositions(blocks);
  return blocks.flatMap((block, index) => {
    const marker = positions[index]?.marker;
    const words = block.inline.map((part) => (part === 'break' ? '\n' : part.text)).join('');
    return `${'  '.repeat(block.indent)}${marker ? `${marker} ` : ''}${words}`.split('\n');
  });
}
