import { useState } from 'react';
import { setUnwritten, type Unwritten } from './unwritten';

/** For a control of the page: tell what it holds that nothing else does. The function stays the same. */
export function useUnwritten(): (what: Unwritten | null, flush?: () => void) => void {
  const [tell] = useState(() => {
    const control = {};
    return (what: Unwritten | null, flush?: () => void) => setUnwritten(control, what, flush);
  });
  return tell;
}
