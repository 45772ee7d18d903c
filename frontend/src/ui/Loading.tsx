import { Skeleton } from '@digdir/designsystemet-react';

/** What is on its way, in words, above the shape it will have. */
export function Loading({ label, lines = 4 }: { label: string; lines?: number }) {
  return (
    <div className="loading" role="status">
      <p className="quiet">{label}</p>
      <Skeleton aria-hidden="true" variant="text" width={60 * lines} />
    </div>
  );
}
