import { Button } from '@digdir/designsystemet-react';
import { type RefObject, useEffect, useRef } from 'react';
import type { GrantsView } from '../../../domain/types';
import { useMedia } from '../../../state/useMedia';
import { Sentence } from '../reading/Sentence';
import { type Change, isDelicate, lacksDate } from './changes';
import type { Names } from './useNames';
import type { Signing } from './useSigning';
import { useSigningWords } from './useSigningWords';

interface ChangeBarProps {
  signing: Signing;
  view: GrantsView;
  names: Names;
  /** The button that was pressed goes with the bar. */
  onGone: () => void;
}

/** The unsigned changes. A single change is shown in full here and can be signed at once. */
export function ChangeBar({ signing, view, names, onGone }: ChangeBarProps) {
  const t = useSigningWords(signing);
  const bar = useRef<HTMLElement>(null);
  const { changes, reading } = signing;
  const [only] = changes;
  const plain = only && !lacksDate(only) && !isDelicate(view, only) && reading.error === null;
  // Where the window is low, zoomed in, the sentence is read in the dialog, which scrolls.
  const low = useMedia('(max-height: 30rem)');
  const single = changes.length === 1 && plain && !low ? only : null;
  useChosenInView(bar, changes);
  return (
    <section className="change-bar" aria-label={t('barLabel')} hidden={changes.length === 0} ref={bar}>
      <div className="change-bar__inner">
        <div className="change-bar__words" role="status">
          {single ? (
            <Single change={single} signing={signing} names={names} />
          ) : (
            <p>{t('changes', { count: changes.length })}</p>
          )}
        </div>
        <div className="change-bar__actions">
          {single ? (
            <>
              <Button
                aria-disabled={signing.busy || reading.texts === null}
                onClick={() => void signing.sign()}
              >
                {t(signing.busy ? 'signing' : reading.texts === null ? 'wait' : 'signOne')}
              </Button>
              <Button variant="secondary" onClick={() => signing.read(true)}>
                {t(single.level === 'none' ? 'addPurpose' : 'addDate')}
              </Button>
            </>
          ) : (
            <Button onClick={() => signing.read()}>{t('readAndSign')}</Button>
          )}
          <Button
            variant="tertiary"
            onClick={() => {
              signing.discard();
              onGone();
            }}
          >
            {t('discard', { count: changes.length })}
          </Button>
        </div>
      </div>
    </section>
  );
}

/** The bar must not hide what was just chosen. It grows when its sentence has come. */
function useChosenInView(bar: RefObject<HTMLElement | null>, changes: readonly Change[]): void {
  const count = changes.length;
  useEffect(() => {
    const shown = bar.current;
    if (!shown || count === 0) return;
    const show = () => {
      const chosen = document.activeElement?.closest('.level');
      const hidden = chosen && chosen.getBoundingClientRect().bottom - shown.getBoundingClientRect().top;
      if (hidden && hidden > 0 && getComputedStyle(shown).position === 'fixed')
        window.scrollBy({ top: hidden + 16 });
    };
    const watched = new ResizeObserver(show);
    watched.observe(shown);
    return () => watched.disconnect();
  }, [bar, count]);
}

function Single({ change, signing, names }: { change: Change; signing: Signing; names: Names }) {
  return (
    <>
      <Sentence change={change} reading={signing.reading} names={names} />
      <p className="change-bar__effect">
        {names.effect(change)} {names.also(change)}
      </p>
    </>
  );
}
