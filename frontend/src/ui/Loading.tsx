import { Skeleton } from '@digdir/designsystemet-react';

/** A label for the content being loaded, above a placeholder of its shape. */
export function Loading({ label, lines = 4 }: { label: string; lines?: number }) {
  return (
    <div className="loading" role="status">
      <p className="quiet">{label}</p>
      <Skeleton aria-hidden="true" variant="text" width={60 * lines} />
    </div>
  );
}
