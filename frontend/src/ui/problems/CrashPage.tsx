import { ProblemStatement } from '../ProblemStatement';
import { SimplePage } from '../SimplePage';

/** Shown instead of a blank page when rendering a page fails; saved data is not affected. */
export function CrashPage() {
  return (
    <SimplePage>
      <ProblemStatement error={null} onRetry={() => window.location.reload()} />
    </SimplePage>
  );
}
