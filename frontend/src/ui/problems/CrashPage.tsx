import { useRouteError } from 'react-router';
import { ScriptMissing } from '../../state/renewal';
import { ProblemStatement } from '../ProblemStatement';
import { SimplePage } from '../SimplePage';
import { PageMissing } from './PageMissing';

/** Shown instead of a blank page when a page fails to render, or could not be loaded; saved data is not affected. */
export function CrashPage() {
  const missing = useRouteError() instanceof ScriptMissing;
  return (
    <SimplePage>
      {missing ? <PageMissing /> : <ProblemStatement error={null} onRetry={() => window.location.reload()} />}
    </SimplePage>
  );
}
