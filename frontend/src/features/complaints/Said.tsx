import { Alert } from '@digdir/designsystemet-react';
import type { Acting } from './useComplaint';

/** What came of the last thing that was done. */
export function Said({ said }: { said: Acting['said'] }) {
  return (
    <div className="complaint-said" role="status">
      {said && <Alert data-color={said.wrong ? 'warning' : 'success'}>{said.words}</Alert>}
    </div>
  );
}
