import { expect, test } from 'vitest';
import { read } from '../reading/testing';

/** A paste, what is inserted, and what is said of it. */
type Case = [name: string, html: string, blocks: string[], said?: string[]];

/** One test for each case. */
export function hold(cases: Case[]): void {
  test.each(cases)('%s', (_name, html, blocks, said = []) => {
    expect(read(html)).toEqual({ blocks, said: [...said].sort() });
  });
}
