import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { markPage } from '../pageMark';
import { EDGES } from './useEdges';

const Region = createContext<HTMLElement | null>(null);

/** The one region at the lower edge of the window in which notices stand above each other, never over each other. */
export function FootRegion({ label, children }: { label: string; children: ReactNode }) {
  const [region, setRegion] = useState<HTMLElement | null>(null);
  useEffect(() => {
    if (!region) return;
    const sizes = new ResizeObserver(() => {
      markPage('notices', region.offsetHeight > 0);
      window.dispatchEvent(new Event(EDGES));
    });
    sizes.observe(region);
    return () => {
      sizes.disconnect();
      markPage('notices', false);
    };
  }, [region]);
  return (
    <Region value={region}>
      {children}
      <section aria-label={label} className="at-foot" data-covers-foot ref={setRegion} />
    </Region>
  );
}

/** A notice that must be seen wherever the page is scrolled to, and moves no text. */
export function AtFoot({ children }: { children: ReactNode }) {
  const region = useContext(Region);
  return region ? createPortal(children, region) : children;
}
