import { Button } from '@digdir/designsystemet-react';
import { CheckmarkCircleIcon, CloudSlashIcon, ExclamationmarkTriangleIcon } from '@navikt/aksel-icons';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type SaveState, useConnection, useOverallSave } from '../../sync';

const SETTLE_MS = 350;

/** The truth about saving, in the one place where it always is. */
export function SaveLine() {
  const { t } = useTranslation('sync');
  const state = useCalm(useOverallSave());
  const { phase, connectNow } = useConnection();
  return (
    <div className="save-line" data-save={state ?? 'none'}>
      <SaveMark state={state} />
      {state && <span className="save-line__words">{t(`state.${state}`, '')}</span>}
      {phase === 'offline' && (
        <Button data-size="sm" onClick={connectNow} variant="tertiary">
          {t('connectNow')}
        </Button>
      )}
      <SaveAnnouncement state={state} />
    </div>
  );
}

function SaveMark({ state }: { state: SaveState | null }) {
  if (state === 'saved') return <CheckmarkCircleIcon aria-hidden="true" fontSize="1.25rem" />;
  if (state === 'offline') return <CloudSlashIcon aria-hidden="true" fontSize="1.25rem" />;
  if (state === 'ended') return <ExclamationmarkTriangleIcon aria-hidden="true" fontSize="1.25rem" />;
  return null;
}

/** "Lagret" waits a moment so that it does not flicker between keystrokes; every other word shows at once. */
function useCalm(state: SaveState | null): SaveState | null {
  const [shown, setShown] = useState(state);
  useEffect(() => {
    if (state !== 'saved') {
      setShown(state);
      return;
    }
    const settled = setTimeout(() => setShown('saved'), SETTLE_MS);
    return () => clearTimeout(settled);
  }, [state]);
  // The old "saved" must not stand for even one render beside words that are not.
  return shown === 'saved' && state !== 'saved' ? state : shown;
}

/** Only what changes what somebody can do is said aloud, not every keystroke's saving. */
function SaveAnnouncement({ state }: { state: SaveState | null }) {
  const { t } = useTranslation('sync');
  const before = useRef<SaveState | null>(null);
  const [words, setWords] = useState('');
  useEffect(() => {
    if (state === 'offline') setWords(t('announce.offline'));
    else if (state === 'ended') setWords(t('announce.ended'));
    else if (before.current === 'offline') setWords(t('announce.back'));
    // Writing may have been held back only: what no longer is true is not left to be found.
    else if (before.current === 'ended') setWords('');
    before.current = state;
  }, [state, t]);
  return (
    <span className="visually-hidden" role="status">
      {words}
    </span>
  );
}
