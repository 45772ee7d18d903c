import { CLOSINGS } from '../../domain/contract';

/** What to do after a socket has closed: stop for good with a token people can be told, or come back. */
export type Verdict = { stop: true; token: string } | { stop: false };

/** Judge a close code. Codes outside our table, a proxy's perhaps: 4400-4499 stop, everything else retries. */
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
export const LONGEST_WAIT_MS = 15_000;

/**
 * Milliseconds to wait before connecting again: random within 0-5 s at first, so that a restarted server is not met
 * by everybody at once, then within a span that grows to 15 s. `random` is in [0, 1).
 */
export function reconnectDelay(attempt: number, random: number): number {
  return Math.round(random * Math.min(LONGEST_WAIT_MS, SPREAD_MS * GROWTH ** attempt));
}
