/** The consequence of closing or denying a document. Unknown tokens stop: reopening might never end. */
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

/** The refusals of this page's edits in one document since the last accepted one. */
export interface Refusals {
  readonly inARow: number;
  /** The reason of the last refusal. */
  readonly token: string | null;
}

export const NO_REFUSALS: Refusals = { inARow: 0, token: null };

/** After this many refusals a part becomes read-only instead of being reopened for ever: each attempt loses text. */
const REFUSALS_IN_A_ROW = 3;

/** The reason why the document is read-only until the user asks to write again; null while it is not. */
export function holdBackOf({ inARow, token }: Refusals): string | null {
  return inARow >= REFUSALS_IN_A_ROW ? token : null;
}

export function addRefusal({ inARow }: Refusals, token: string): Refusals {
  return { inARow: inARow + 1, token };
}
