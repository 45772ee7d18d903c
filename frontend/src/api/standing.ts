import { isProblem } from './problem';

interface Asked<T> {
  data: T | undefined;
  error: unknown;
}

/**
 * What there is to show of an answer: the last one, also where asking again failed, as somebody may be writing in it;
 * and nothing once it is refused, as it is no longer theirs to see.
 */
export function standing<T>({ data, error }: Asked<T>): T | undefined {
  return isProblem(error, 'not-found') || isProblem(error, 'forbidden') ? undefined : data;
}
