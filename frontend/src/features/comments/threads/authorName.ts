import type { CommentView } from '../../../domain/types';
import type { TFunction } from '../../../i18n/translate';

/** The name of an author as `me` reads it. One without an id is somebody the reader may not know of (rule 17). */
export function authorName(
  { author }: Pick<CommentView, 'author'>,
  me: string,
  t: TFunction<'comments'>,
): string {
  if (author.id === null) return t('unknownAuthor');
  return author.id === me ? t('you', { name: author.name }) : author.name;
}
