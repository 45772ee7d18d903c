import { expect, test } from 'vitest';
import type { ReleaseRequest } from '../../../domain/openapi';
import { together } from './together';

const asked = (name: string, code: string, workplace = 'Helse') =>
  ({ name, code, workplace, municipality: 'Lia', active_cases: 2 }) as ReleaseRequest;

test('whoever is asked for in several cases is answered for at once, and nobody else', () => {
  const requests = [asked('Nora', 'a'), asked('Tor', 'b'), asked('Nora', 'c'), asked('Nora', 'd', 'NAV')];
  expect(together(requests).map((each) => each.map(({ code }) => code))).toEqual([['a', 'c']]);
});
