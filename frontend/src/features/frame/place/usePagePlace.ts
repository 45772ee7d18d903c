import { type RefCallback, useCallback } from 'react';
import { PagePlace } from './pagePlace';

/** As the `ref` of the page: what one reads or writes in it stays where it is while others change what is above it. */
export function usePagePlace(): RefCallback<HTMLElement> {
  return useCallback((page: HTMLElement) => {
    const place = new PagePlace(page);
    return () => place.destroy();
  }, []);
}
