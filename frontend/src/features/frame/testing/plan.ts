import type { Me, PlanView, Writer } from '../../../domain/types';

export const ME = { id: 'me', name: 'Ida Berg', csrf_token: 'c', locale: 'nb' } as Me;
export const WRITER: Writer = { id: 'me', name: 'Ida Berg', role: 'owner', initials: 'IB', colour: 0 };
/** Without parts and with nobody in it. */
export const PLAN = {
  id: 'p',
  me: 'me',
  channel: 'plan/p',
  epoch: 'e',
  owner_name: 'Ida Berg',
  parts: [],
  participants: [],
  may_create: [],
} as unknown as PlanView;
