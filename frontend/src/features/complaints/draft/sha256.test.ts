import { expect, test } from 'vitest';
import { sha256 } from './sha256';

test('a file has the checksum that everybody else reckons of it', async () => {
  const bytes = new TextEncoder().encode('abc');
  const known = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
  expect(await sha256(bytes.buffer)).toBe(known);
  expect(await sha256(new ArrayBuffer(0))).toMatch(/^e3b0c442/);
});
