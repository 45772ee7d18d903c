// @vitest-environment jsdom
import { expect, test, vi } from 'vitest';
import { saveAsFile } from './saveAsFile';

test('the file has the text as it is, and its address is given back', async () => {
  const made: Blob[] = [];
  const given: string[] = [];
  vi.stubGlobal('URL', {
    createObjectURL: (file: Blob) => `blob:${made.push(file)}`,
    revokeObjectURL: (address: string) => given.push(address),
  });
  const clicked: string[] = [];
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    clicked.push(this.download);
  });
  saveAsFile('{"æ": 1}', 'valg.json');
  expect(await made[0]?.text()).toBe('{"æ": 1}');
  expect(clicked).toEqual(['valg.json']);
  expect(given).toEqual(['blob:1']);
});
