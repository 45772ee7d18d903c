import { useBlocker } from 'react-router';
import { planPath } from '../../paths';
import { usePlanConnection } from '../../sync';
import { LeaveDialog } from '../../ui/LeaveDialog';

/** Blocks navigation out of the plan while there is unsaved or uncopied text: leaving closes the connection. */
export function LeaveGuard({ plan }: { plan: string }) {
  const connection = usePlanConnection();
  const inside = planPath(plan);
  const blocker = useBlocker(
    ({ nextLocation }) => Boolean(connection?.holdsWords) && !nextLocation.pathname.startsWith(inside),
  );
  if (blocker.state !== 'blocked') return null;
  return <LeaveDialog onLeave={() => blocker.proceed()} onStay={() => blocker.reset()} open />;
}
