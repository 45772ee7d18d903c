import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode, useEffect } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { type createBrowserRouter, RouterProvider } from 'react-router';
import { createQueryClient, forgetEarly, holdFirstScreen, keys } from './api';
import type { Me } from './domain/types';
import { changeLocale } from './i18n';
import { PlainFields } from './PlainFields';
import { LOGGED_OUT, LOGIN, loginAgainPath } from './paths';
import { type Ending, keepUnsavedWords } from './state/ending';
import { forgetWords, leavingLosesWords } from './state/leaving';

/** Where another document takes the place of this one; given, so that tests can look. */
export interface Places {
  replace(path: string): void;
  reload(): void;
}

const NEUTRAL_TITLE = 'Samplan';

/**
 * Everything that is rendered, as far as it can end: when the session is over, and when the browser puts the page away
 * (back-forward cache). What is cleared is out of the DOM, the editor, the documents and the query cache when `clear`
 * returns; unsaved words stay in memory, unrendered, until their writer is back.
 */
export class Page {
  private root: Root | null = null;
  private queries = createQueryClient();

  constructor(
    private readonly element: HTMLElement,
    private readonly router: ReturnType<typeof createBrowserRouter>,
    private readonly places: Places,
    /** The scripts of the first screen, which never reject. */
    private readonly scripts: Promise<unknown> = Promise.resolve(),
  ) {}

  show(): void {
    if (this.root) return;
    this.queries = createQueryClient();
    this.root = createRoot(this.element);
    const first = holdFirstScreen(this.queries, this.router.state.location.pathname);
    if (first) void this.showWhole(this.root, first);
    else this.render();
  }

  /** The first screen at once, instead of piece by piece as its answers and scripts are found to be there. */
  private async showWhole(
    root: Root,
    first: { settled: Promise<unknown>; release: () => void },
  ): Promise<void> {
    await Promise.all([first.settled, this.scripts]);
    const me = this.queries.getQueryData<Me>(keys.me);
    if (me) await changeLocale(me.locale).catch(() => undefined);
    if (this.root === root) this.render(first.release);
    else first.release();
  }

  private render(onRendered: () => void = () => undefined): void {
    this.root?.render(
      <StrictMode>
        <QueryClientProvider client={this.queries}>
          <RouterProvider router={this.router} />
          <PlainFields />
          <Rendered then={onRendered} />
        </QueryClientProvider>
      </StrictMode>,
    );
  }

  /** The session is over, or another person's: to the login page, which leads back here. In another role: from the start. */
  end(ending: Ending): void {
    const { pathname } = this.router.state.location;
    if (ending === 'session' && pathname === LOGIN) {
      void this.askAgainWhoIsLoggedIn();
      return;
    }
    this.clear();
    if (ending === 'role') {
      this.comeBack();
      return;
    }
    if (ending === 'session' && leavingLosesWords()) {
      // In this same document, whose memory holds the words.
      void this.router.navigate(loginAgainPath(pathname), { replace: true }).then(() => this.show());
      return;
    }
    // Another document: nothing of this one's memory is left.
    forgetWords();
    const next = { session: loginAgainPath(pathname), another: pathname, left: LOGGED_OUT };
    this.places.replace(next[ending]);
  }

  /** An answer that is under way is of before: it would say that nobody is logged in, and be taken for the new one. */
  private async askAgainWhoIsLoggedIn(): Promise<void> {
    await this.queries.cancelQueries({ queryKey: keys.login });
    await this.queries.invalidateQueries({ queryKey: keys.login });
  }

  /** The browser leaves the page, and may keep it as it is now. */
  putAway(): void {
    this.clear();
  }

  /** A page that was cleared is shown again: it starts anew, and asks for everything again. */
  comeBack(): void {
    if (leavingLosesWords()) this.show();
    else this.places.reload();
  }

  private clear(): void {
    keepUnsavedWords();
    this.root?.unmount();
    this.root = null;
    this.queries.clear();
    forgetEarly();
    this.element.replaceChildren();
    document.title = NEUTRAL_TITLE;
  }
}

/** Beside what is rendered first: called once that is mounted. */
function Rendered({ then }: { then: () => void }) {
  useEffect(then, [then]);
  return null;
}
