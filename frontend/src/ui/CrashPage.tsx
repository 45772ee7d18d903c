import { ProblemStatement } from './ProblemStatement';
import { SimplePage } from './SimplePage';

/** Shown instead of a blank page when a page fails; what was saved is not touched by it. */
export function CrashPage() {
  return (
    <SimplePage>
      <ProblemStatement error={null} onRetry={() => window.location.reload()} />
    </SimplePage>
  );
}
