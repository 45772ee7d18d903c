import { lazy, Suspense, useEffect, useState } from 'react';
import { askWhoIsSignedIn, renewSession } from '../../api';
import { loaded } from '../../state/renewal';
import { type EndWarning, sessionClock } from '../../state/session/sessionClock';

const TICK_MS = 1_000;
const TOUCHES = ['keydown', 'pointerdown', 'wheel', 'touchmove'] as const;

// It comes with a dialog, and most sessions never show it.
const SessionWarning = lazy(() =>
  loaded(() => import('./SessionWarning')).then((module) => ({ default: module.SessionWarning })),
);

/** Tells the server that somebody is there, and the person that the session is about to end. */
export function SessionWatch() {
  const [warning, setWarning] = useState<EndWarning | null>(null);
  useEffect(() => watch((next) => setWarning((shown) => (same(shown, next) ? shown : next))), []);
  if (!warning) return null;
  return (
    <Suspense fallback={null}>
      <SessionWarning onRenewed={() => setWarning(null)} warning={warning} />
    </Suspense>
  );
}

function same(one: EndWarning | null, other: EndWarning | null): boolean {
  return one?.why === other?.why && one?.ends === other?.ends;
}

/** Calls `warn` with what is to be said, and null when nothing is; returns the function that ends it. */
function watch(warn: (warning: EndWarning | null) => void): () => void {
  const ask = async () => {
    await askWhoIsSignedIn().catch(() => undefined);
    warn(sessionClock.warning(Date.now()));
  };
  const look = () => {
    const now = Date.now();
    const due = sessionClock.warning(now);
    if (!due) warn(null);
    // While it is said that nobody is there, only the button says otherwise.
    if (due?.why !== 'idle' && sessionClock.reports(now)) void renewSession().catch(() => undefined);
    if (sessionClock.asks(now)) void ask();
  };
  const touched = () => {
    sessionClock.touch();
    look();
  };
  touched(); // whoever opens a page is there
  const clock = setInterval(look, TICK_MS);
  for (const name of TOUCHES) document.addEventListener(name, touched, { passive: true, capture: true });
  return () => {
    clearInterval(clock);
    for (const name of TOUCHES) document.removeEventListener(name, touched, { capture: true });
  };
}
