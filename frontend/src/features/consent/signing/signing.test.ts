import { expect, test } from 'vitest';
import { Problem } from '../../../api';
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

/** Signs whatever comes, and remembers it. */
function office() {
  const received: unknown[] = [];
  const send = async (_plan: string, body: { decisions?: unknown[] }) => {
    received.push(body);
    return { decisions: (body.decisions ?? []).map((_, number) => ({ number }) as Decision) };
  };
  return { send: send as Parameters<typeof signAll>[3], received };
}

test('everything is signed at once, in the order given and in the words that were read', async () => {
  const { send, received } = office();
  const changes = [change('a', { level: 'none', until: '2027-01-01' }), change('b')];
  const receipt = await signAll('p', changes, ['Fra nå …', 'Fra i dag …'], send);
  expect(receipt.map(({ number }) => number)).toEqual([0, 1]);
  // A withdrawal has no end date: it holds.
  expect(received).toEqual([
    {
      decisions: [
        { participant: 'school', part: 'a', level: 'none', text: 'Fra nå …' },
        { participant: 'school', part: 'b', level: 'read', text: 'Fra i dag …' },
      ],
    },
  ]);
});

test('end date and purpose go with the decision they were given for (rule 9)', async () => {
  const { send, received } = office();
  await signAll('p', [change('a', { until: '2027-01-01', purpose: ' møtet i mai ' })], ['Fra i dag …'], send);
  expect(received[0]).toMatchObject({ decisions: [{ until: '2027-01-01', purpose: 'møtet i mai' }] });
});

test('a refusal signs nothing, and is told as it is', async () => {
  const refuse = () => Promise.reject(new Problem({ type: 'text-changed', title: '', status: 409 }));
  await expect(signAll('p', [change('a')], [''], refuse)).rejects.toMatchObject({ type: 'text-changed' });
});

test('proposing is said of by itself, and its end is no level (rule 9)', async () => {
  const { send, received } = office();
  const target = { proposing: 'goal' as const };
  const changes = [
    change('', { target, level: 'edit', until: '2027-01-01' }),
    change('', { target, level: 'none' }),
  ];
  await signAll('p', changes, ['Fra i dag …', 'Fra nå …'], send);
  expect(received[0]).toEqual({
    decisions: [
      { participant: 'school', kind: 'goal', proposing: true, until: '2027-01-01', text: 'Fra i dag …' },
      { participant: 'school', kind: 'goal', proposing: false, text: 'Fra nå …' },
    ],
  });
});
