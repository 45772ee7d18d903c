import { useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import { useMedia } from './useMedia';

/**
 * Whether the page is being printed, for what is rendered on paper alone. It must stand before the browser counts the
 * sheets: of what comes later only as many are printed as there were without it, while each says "1 of 4" (Chromium 156).
 */
export function usePrinting(): boolean {
  const [printing, setPrinting] = useState(false);
  const onPaper = useMedia('print');
  useEffect(() => {
    const begin = () => flushSync(() => setPrinting(true));
    const end = () => setPrinting(false);
    window.addEventListener('beforeprint', begin);
    window.addEventListener('afterprint', end);
    return () => {
      window.removeEventListener('beforeprint', begin);
      window.removeEventListener('afterprint', end);
    };
  }, []);
  return printing || onPaper;
}
