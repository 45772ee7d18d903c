import { focusManager } from '@tanstack/react-query';
import { askWhoIsSignedIn, onSessionChange } from './api';
import type { Page } from './page';
import { endPage, onPageEnd, pagePerson, sessionHasExpired, sessionIsOver } from './state/ending';

const TICK_MS = 1_000;
/** A hidden tab's timers may be a minute late. Later ones say that the machine or the tab slept. */
const SLEPT_MS = 90_000;
const ANSWER_MS = 5_000;

/** Have the page follow the window, the clock, and the other tabs of this browser. */
export function follow(page: Page): void {
  onPageEnd((ending) => page.end(ending));
  onSessionChange(() => endPage('session'));
  window.addEventListener('pagehide', ({ persisted }) => persisted && page.putAway());
  window.addEventListener('pageshow', ({ persisted }) => persisted && page.comeBack());
  followClock();
  focusManager.setEventListener(whenLookedAtAgain);
}

/** A session may end by itself, and others log in, while nothing reaches this page. */
function followClock(): void {
  let seen = Date.now();
  const look = () => {
    const slept = Date.now() - seen > SLEPT_MS;
    seen = Date.now();
    if (sessionHasExpired(seen)) sessionIsOver();
    else if (slept) void confirmUnseen();
  };
  setInterval(look, TICK_MS);
  document.addEventListener('visibilitychange', look);
}

/** Nothing is shown until the session is known to go on. Without an answer the page is what it is without a connection. */
async function confirmUnseen(): Promise<void> {
  if (pagePerson() === null) return;
  document.documentElement.dataset.unconfirmed = '';
  await askWhoIsSignedIn(AbortSignal.timeout(ANSWER_MS)).catch(() => undefined);
  delete document.documentElement.dataset.unconfirmed;
}

/** Requests are repeated only once the session is known to go on: each would be refused, and none is another person's. */
function whenLookedAtAgain(repeat: () => void): () => void {
  const look = () => {
    if (document.visibilityState === 'hidden') return;
    if (pagePerson() === null) repeat();
    else askWhoIsSignedIn().then(repeat, () => undefined);
  };
  document.addEventListener('visibilitychange', look);
  return () => document.removeEventListener('visibilitychange', look);
}
