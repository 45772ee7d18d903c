import { ProblemStatement } from '../ProblemStatement';

/**
 * Shown when a page inside a plan fails to render, for example because a script could not be loaded offline. The
 * plan's frame and connection stay mounted, and with them any unsaved edits.
 */
export function PageCrash() {
  return (
    <div className="front">
      <ProblemStatement error={null} onRetry={() => window.location.reload()} />
    </div>
  );
}
