/**
 * How a page ends. `session`: its person has no session any more, or a new one, and may come back. `another`: the session
 * is another person's by now. `left`: its person has logged out on purpose. `role`: they go on in another role.
 */
export type Ending = 'session' | 'another' | 'left' | 'role';

let person: string | null = null;
let expires = Number.POSITIVE_INFINITY;
/** While its person ends the session themselves: whether the session was seen to be over meanwhile. */
let leaving: { sessionGone: boolean } | null = null;
let end: (ending: Ending) => void = () => undefined;
const keepers = new Set<() => void>();

/** The id of the person whom this page was made for; null until the server has said who is signed in. */
export function pagePerson(): string | null {
  return person;
}

/**
 * The server says who is signed in. A page has one person for as long as it lives: for any other it ends, and the answer
 * is false.
 */
export function signedInAs(id: string): boolean {
  person ??= id;
  if (person !== id) endPage('another');
  return person === id;
}

/** The session will end by itself at `moment`, ms since 1970 by this machine's clock. */
export function expectEnd(moment: number): void {
  expires = moment;
}

export function sessionHasExpired(now: number): boolean {
  return now >= expires;
}

/** Something shows that the session which this page began with is over; a page without a person has nothing to end. */
export function sessionIsOver(): void {
  if (leaving) leaving.sessionGone = true;
  else if (person !== null) endPage('session');
}

/** End the page by `endSession`. The server ends the session before it answers, and the answer must still arrive. */
export async function leavePage(endSession: () => Promise<void>, ending: Ending = 'left'): Promise<void> {
  const seen = { sessionGone: false };
  leaving = seen;
  try {
    await endSession();
    endPage(ending);
  } catch (error) {
    if (seen.sessionGone) endPage('session');
    throw error;
  } finally {
    leaving = null;
  }
}

/** Take everything off the screen and out of memory. Nothing of the page is rendered when this returns. */
export function endPage(ending: Ending): void {
  end(ending);
}

/** Set what carries out the end; there is one for the whole page. */
export function onPageEnd(carryOut: (ending: Ending) => void): void {
  end = carryOut;
}

/** Call `keep` right before the page's content is destroyed, to put own unsaved words by; returns the unsubscribe function. */
export function beforePageEnds(keep: () => void): () => void {
  keepers.add(keep);
  return () => {
    keepers.delete(keep);
  };
}

/** Have everybody put their unsaved words by. */
export function keepUnsavedWords(): void {
  for (const keep of [...keepers]) keep();
}
