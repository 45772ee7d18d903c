import { useBlocker } from 'react-router';
import { planPath } from '../../paths';
import { flushUnwritten, unwritten } from '../../state/unwritten';
import { usePlanConnection } from '../../sync';
import { LeaveDialog } from '../../ui/LeaveDialog';

/**
 * Blocks navigation out of the plan while there is unsaved or uncopied text: leaving closes the connection. What stands
 * unfinished in a control goes with its page.
 */
export function LeaveGuard({ plan }: { plan: string }) {
  const connection = usePlanConnection();
  const inside = planPath(plan);
  const blocker = useBlocker(({ currentLocation, nextLocation }) => {
    if (nextLocation.pathname === currentLocation.pathname) return false;
    flushUnwritten();
    const { what } = unwritten.read();
    const leaves = !nextLocation.pathname.startsWith(inside);
    return what === 'unfinished' || (leaves && (what !== null || Boolean(connection?.holdsWords)));
  });
  if (blocker.state !== 'blocked') return null;
  return <LeaveDialog onLeave={() => blocker.proceed()} onStay={() => blocker.reset()} open />;
}
