import { expect, test } from 'vitest';
import type { CommentView } from '../../../domain/types';
import type { TFunction } from '../../../i18n/translate';
import { authorName } from './authorName';

const t = ((key: string, { name = '' } = {}) => `${key}:${name}`) as unknown as TFunction<'comments'>;
const by = (author: CommentView['author']) => ({ author }) as CommentView;

test('the author is named, oneself as oneself, and nobody whom one may not know of (rule 17)', () => {
  const ida = by({ id: 'p1', name: 'Ida', role: 'owner' });
  expect(authorName(ida, 'p2', t)).toBe('Ida');
  expect(authorName(ida, 'p1', t)).toBe('you:Ida');
  expect(authorName(by({ id: null, name: '', role: null }), 'p1', t)).toBe('unknownAuthor:');
});
