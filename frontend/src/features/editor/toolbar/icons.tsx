/** Indentation icons, missing in the icon set; drawn on its 24 px grid with its line width. */
function Lines({ arrow }: { arrow: string }) {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
      <path strokeLinecap="round" strokeLinejoin="round" d={`M4 5h16M11 10h9M11 14h9M4 19h16${arrow}`} />
    </svg>
  );
}

export const IndentIcon = () => <Lines arrow="M4.5 9.5 7 12l-2.5 2.5" />;
export const OutdentIcon = () => <Lines arrow="M7 9.5 4.5 12 7 14.5" />;
