/** What a document-level refusal means for the page. Unknown tokens stop: coming back might never end. */
export function consequenceOf(token: string): 'gone' | 'discard' | 'reopen' | 'stop' {
  switch (token) {
    case 'consent-withdrawn':
    case 'not-found':
      return 'gone';
    case 'refused':
    case 'malformed':
    case 'too-large':
      return 'discard';
    case 'slow-consumer':
    case 'overloaded':
    case 'going-down':
      return 'reopen';
    default:
      return 'stop';
  }
}

/** What this page was refused in one document since something was last taken there. */
export interface Refusals {
  readonly inARow: number;
  /** Why the last of them was refused. */
  readonly token: string | null;
}

export const NO_REFUSALS: Refusals = { inARow: 0, token: null };

/** A part that refuses again and again is read on, not opened for ever: every attempt costs its writer some words. */
const REFUSALS_IN_A_ROW = 3;

/** Why nothing more may be written here until its writer asks for it; null while one may. */
export function holdBackOf({ inARow, token }: Refusals): string | null {
  return inARow >= REFUSALS_IN_A_ROW ? token : null;
}

export function oneMore({ inARow }: Refusals, token: string): Refusals {
  return { inARow: inARow + 1, token };
}
