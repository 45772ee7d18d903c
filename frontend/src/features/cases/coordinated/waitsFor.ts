import type { InvitationAnswer, PlanAnswer } from '../../../domain/openapi';

const WAITING: readonly InvitationAnswer['status'][] = ['proposed', 'open', 'redeemed', 'expired'];

/** Who was invited and is not in, and how many goals and measures of one's own the owner has signed nothing about. */
export function waitsFor(plan: Pick<PlanAnswer, 'me' | 'parts'>, invitations: readonly InvitationAnswer[]) {
  return {
    invited: invitations.filter(({ status }) => WAITING.includes(status)),
    proposed: plan.parts.filter((part) => part.proposed && part.created_by === plan.me).length,
  };
}
