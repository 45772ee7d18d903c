import './jsdom';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, type ReactNode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, vi } from 'vitest';
import { loadWords } from '../../i18n';

interface Shown {
  page: HTMLElement;
  show(shown: ReactNode, queries?: QueryClient): Promise<void>;
}

/** For the tests of a file: a page that is empty before each of them, and gone after it with all stubbed globals. */
export function shownPage(): Shown {
  const page = document.createElement('div');
  let root: Root;
  beforeEach(async () => {
    vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
    await loadWords('nb');
    document.body.append(page);
    root = createRoot(page);
  });
  afterEach(async () => {
    await act(() => root.unmount());
    page.remove();
    vi.unstubAllGlobals();
  });
  return {
    page,
    show: (shown, queries = new QueryClient()) =>
      act(async () => root.render(<QueryClientProvider client={queries}>{shown}</QueryClientProvider>)),
  };
}
