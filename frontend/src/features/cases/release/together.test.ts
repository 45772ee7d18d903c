import { expect, test } from 'vitest';
import type { ReleaseRequest } from '../../../domain/openapi';
import { together } from './together';

const asked = (person: string, code: string, other: Partial<ReleaseRequest> = {}) =>
  ({ person, name: 'Nora', code, workplace: 'Helse', municipality: 'Lia', ...other }) as ReleaseRequest;

test('whoever is asked for in several cases is answered for at once, and nobody else', () => {
  const requests = [
    asked('p1', 'a'),
    asked('p2', 'of the same name'),
    asked('p1', 'b', { name: 'Nora Vik', active_cases: 3, workplace: 'Helse og omsorg' }),
    asked('p1', 'elsewhere', { municipality: 'Berg' }),
  ];
  expect(together(requests).map((each) => each.map(({ code }) => code))).toEqual([['a', 'b']]);
});

test('requests that do not say of whom they are stay apart', () => {
  const unsaid = (code: string) => asked(undefined as unknown as string, code);
  expect(together([unsaid('a'), unsaid('b'), asked('', 'c'), asked('', 'd')])).toEqual([]);
});
