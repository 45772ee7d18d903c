import { Problem } from '../../api';
import { ProblemStatement } from '../ProblemStatement';
import { SimplePage } from '../SimplePage';

export function NotFoundPage() {
  return (
    <SimplePage>
      <ProblemStatement error={new Problem({ type: 'not-found', title: '', status: 404 })} />
    </SimplePage>
  );
}
