import { CLOSINGS } from '../../domain/contract';

/** What to do after a socket has closed: stop for good, with a token that has a text for people, or reconnect. */
type Verdict = { stop: true; token: string } | { stop: false };

/** Interpret a close code. For codes outside our table, such as a proxy's: 4400-4499 stop, all others retry. */
export function judgeClosing(code: number, reason: string): Verdict {
  if (code < 4400 || code > 4499) return { stop: false };
  return { stop: true, token: tokenOf(code, reason) };
}

function tokenOf(code: number, reason: string): string {
  if (reason in CLOSINGS) return reason;
  const known = Object.entries(CLOSINGS).find(([, closing]) => closing.code === code);
  return known?.[0] ?? 'refused';
}

const SPREAD_MS = 5_000;
const GROWTH = 1.5;
export const MAX_DELAY_MS = 15_000;

/**
 * Milliseconds to wait before reconnecting: random within 0-5 s at first, so that clients do not all reconnect to a
 * restarted server at once, then within a span that grows to 15 s. `random` is in [0, 1).
 */
export function reconnectDelay(attempt: number, random: number): number {
  return Math.round(random * Math.min(MAX_DELAY_MS, SPREAD_MS * GROWTH ** attempt));
}
