import { startTransition, useEffect, useState } from 'react';

/** False when first rendered, and true once that is on the screen: for what may come after it, piece by piece. */
export function useLater(): boolean {
  const [later, setLater] = useState(false);
  useEffect(() => startTransition(() => setLater(true)), []);
  return later;
}
