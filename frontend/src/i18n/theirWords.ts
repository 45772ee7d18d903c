import { factsOf } from '../domain/kinds';
import type { PartView } from '../domain/types';

/** People write in Norwegian, whatever the language of the page: said of their words, so that they are read out right. */
export const THEIRS = { lang: 'nb' } as const;

/** The same of a part's title where people gave it; the names of kinds are the page's. */
export function langOfTitle({ kind, title }: Pick<PartView, 'kind' | 'title'>): 'nb' | undefined {
  return factsOf(kind).titled && title.trim() !== '' ? THEIRS.lang : undefined;
}
