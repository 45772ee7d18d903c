import { expect, test } from 'vitest';
import type { Decision } from '../../../domain/types';
import type { Change } from './changes';
import { signAll } from './signing';

function change(part: string, rest: Partial<Change> = {}): Change {
  return {
    participant: 'school',
    target: { part },
    level: 'read',
    until: null,
    purpose: '',
    dated: false,
    ...rest,
  };
}

/** Answers every signature until `refusals` says no, and remembers what it was sent. */
function office(refused: string[] = []) {
  const received: unknown[] = [];
  const send = async (_path: string, body: unknown): Promise<Decision> => {
    if (refused.includes((body as { part: string }).part)) throw new Error('refused');
    received.push(body);
    return { number: received.length } as Decision;
  };
  return { send, received };
}

test('everything is signed in the order given', async () => {
  const { send, received } = office();
  const outcome = await signAll(
    'p',
    [change('a', { level: 'none', until: '2027-01-01' }), change('b')],
    send,
  );
  expect(outcome.signed.map(({ decision }) => decision.number)).toEqual([1, 2]);
  // A withdrawal has no end date: it holds.
  expect(received).toEqual([
    { participant: 'school', part: 'a', level: 'none' },
    { participant: 'school', part: 'b', level: 'read' },
  ]);
});

test('end date and purpose go with the decision they were given for (rule 9)', async () => {
  const { send, received } = office();
  await signAll('p', [change('a', { until: '2027-01-01', purpose: ' møtet i mai ' })], send);
  expect(received[0]).toMatchObject({ until: '2027-01-01', purpose: 'møtet i mai' });
});

test('a refusal stops the signing and keeps the rest', async () => {
  const { send, received } = office(['b']);
  const outcome = await signAll('p', [change('a'), change('b'), change('c')], send);
  expect(outcome.signed).toHaveLength(1);
  expect(outcome.left.map(({ target }) => target)).toEqual([{ part: 'b' }, { part: 'c' }]);
  expect(outcome.error).toBeInstanceOf(Error);
  expect(received).toHaveLength(1);
});
