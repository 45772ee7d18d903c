import { expect, test } from 'vitest';
import type { InvitationAnswer, PlanAnswer } from '../../../domain/openapi';
import { waitsFor } from './waitsFor';

test('who is invited and not in, and what one proposed oneself, waits', () => {
  const statuses = ['proposed', 'open', 'redeemed', 'expired', 'joined', 'declined', 'withdrawn', 'left'];
  const invitations = statuses.map((status) => ({ status }) as InvitationAnswer);
  const plan = {
    me: 'me',
    parts: [
      { proposed: true, created_by: 'me' },
      { proposed: true, created_by: 'another' },
      { proposed: false, created_by: 'me' },
    ],
  } as unknown as PlanAnswer;
  const found = waitsFor(plan, invitations);
  expect(found.invited.map(({ status }) => status)).toEqual(['proposed', 'open', 'redeemed', 'expired']);
  expect(found.proposed).toBe(1);
});
