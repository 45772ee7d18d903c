import { Button } from '@digdir/designsystemet-react';
import { CheckmarkCircleIcon, CloudSlashIcon, ExclamationmarkTriangleIcon } from '@navikt/aksel-icons';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from '../../i18n/useTranslation';
import { type SaveState, useConnection, useOverallSave } from '../../sync';

const SAVED_DELAY_MS = 350;

/** The save state of the page, always in the same place. */
export function SaveLine() {
  const { t } = useTranslation('sync');
  const state = useDelayedSaved(useOverallSave());
  const { phase } = useConnection();
  return (
    <div className="save-line" data-save={state ?? 'none'}>
      <SaveMark state={state} />
      {state && <span className="save-line__words">{t(`state.${state}`, '')}</span>}
      {phase === 'offline' && <ConnectNow />}
      <SaveAnnouncement state={state} />
      <span className="visually-hidden" role="alert">
        {state === 'stuck' && t('announce.stuck')}
      </span>
    </div>
  );
}

/** Tries at once, and says how that went. */
function ConnectNow() {
  const { t } = useTranslation('sync');
  const { failures, connectNow } = useConnection();
  const [asked, setAsked] = useState<number | null>(null);
  const ask = () => {
    setAsked(failures);
    connectNow();
  };
  return (
    <>
      <Button data-size="sm" onClick={ask} variant="tertiary">
        {t('connectNow')}
      </Button>
      <span className="save-line__answer" role="status">
        {asked !== null && t(asked === failures ? 'connecting' : 'notConnected')}
      </span>
    </>
  );
}

function SaveMark({ state }: { state: SaveState | null }) {
  if (state === 'saved') return <CheckmarkCircleIcon aria-hidden="true" fontSize="1.25rem" />;
  if (state === 'offline') return <CloudSlashIcon aria-hidden="true" fontSize="1.25rem" />;
  if (state === 'ended' || state === 'stuck' || state === 'unfinished')
    return <ExclamationmarkTriangleIcon aria-hidden="true" fontSize="1.25rem" />;
  return null;
}

/** "Lagret" is delayed so that it does not flicker between keystrokes; every other state is shown at once. */
function useDelayedSaved(state: SaveState | null): SaveState | null {
  const [shown, setShown] = useState(state);
  useEffect(() => {
    if (state !== 'saved') {
      setShown(state);
      return;
    }
    const settled = setTimeout(() => setShown('saved'), SAVED_DELAY_MS);
    return () => clearTimeout(settled);
  }, [state]);
  // An outdated "saved" must not be shown for even one render beside unsaved text.
  return shown === 'saved' && state !== 'saved' ? state : shown;
}

/** Announces to screen readers only the states that change what the user can do, not every save. */
function SaveAnnouncement({ state }: { state: SaveState | null }) {
  const { t } = useTranslation('sync');
  const before = useRef<SaveState | null>(null);
  const [words, setWords] = useState('');
  useEffect(() => {
    if (state === 'offline') setWords(t('announce.offline'));
    else if (state === 'ended') setWords(t('announce.ended'));
    else if (before.current === 'offline') setWords(t('announce.back'));
    // After a temporary block of writing the outdated announcement is removed.
    else if (before.current === 'ended') setWords('');
    before.current = state;
  }, [state, t]);
  return (
    <span className="visually-hidden" role="status">
      {words}
    </span>
  );
}
