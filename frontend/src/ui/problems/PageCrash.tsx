import { useRouteError } from 'react-router';
import { ScriptMissing } from '../../state/renewal';
import { ProblemStatement } from '../ProblemStatement';
import { PageMissing } from './PageMissing';

/**
 * Shown when a page inside a plan fails to render, or could not be loaded. The plan's frame and connection stay mounted,
 * and with them any unsaved edits.
 */
export function PageCrash() {
  const missing = useRouteError() instanceof ScriptMissing;
  return (
    <div className="front">
      {missing ? <PageMissing /> : <ProblemStatement error={null} onRetry={() => window.location.reload()} />}
    </div>
  );
}
