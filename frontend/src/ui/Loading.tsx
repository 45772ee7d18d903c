/**
 * A label for the content being loaded, above a placeholder of its shape: Designsystemet's skeleton, without the script
 * that keeps several in step and for that has the page laid out while its first words are on their way.
 */
export function Loading({ label, lines = 4 }: { label: string; lines?: number }) {
  return (
    <div className="loading" role="status">
      <p className="quiet">{label}</p>
      <span
        aria-hidden="true"
        className="ds-skeleton"
        data-text={'-'.repeat(60 * lines)}
        data-variant="text"
      />
    </div>
  );
}
