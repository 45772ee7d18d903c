import { expect, test } from 'vitest';
import { scanHash } from './scanHash';

test('a file is known by the digits that everybody gets of it', async () => {
  const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
  expect(await scanHash(new Blob(['abc']))).toBe(abc);
});
