import { ProblemStatement } from './ProblemStatement';

/**
 * A page inside a plan has failed, for want of a file while offline perhaps. The plan's frame and its connection
 * stay, and with them what is not saved yet.
 */
export function PageCrash() {
  return (
    <div className="front">
      <ProblemStatement error={null} onRetry={() => window.location.reload()} />
    </div>
  );
}
