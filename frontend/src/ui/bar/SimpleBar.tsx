import { lazy, type ReactNode, Suspense } from 'react';
import { useKnownMe } from '../../api';
import { loaded } from '../../state/renewal';
import { Brand } from '../Brand';
import { LanguageSwitch } from '../LanguageSwitch';

// It asks about unsaved words, and so brings what holds them: too much for a page on which nobody is logged in.
const SignedIn = lazy(() =>
  loaded(() => import('./SignedIn')).then((module) => ({ default: module.SignedIn })),
);

/** The bar of every page outside a plan: who is logged in, if that is known, and the way out; `children` below. */
export function SimpleBar({ children }: { children?: ReactNode }) {
  const me = useKnownMe();
  return (
    <header className="simple-bar">
      <div className="simple-bar__row">
        <Brand />
        <div className="simple-bar__actions">
          <LanguageSwitch />
          {me && (
            <Suspense fallback={null}>
              <SignedIn name={me.name} />
            </Suspense>
          )}
        </div>
      </div>
      {children}
    </header>
  );
}
