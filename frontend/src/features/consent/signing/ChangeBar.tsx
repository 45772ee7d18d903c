import { Button } from '@digdir/designsystemet-react';
import { useTranslation } from 'react-i18next';
import { type Change, lacksDate } from './changes';
import type { Names } from './useNames';
import type { Signing } from './useSigning';

interface ChangeBarProps {
  signing: Signing;
  names: Names;
  onRead: () => void;
}

/** What has been chosen and not signed. A single change is read out here and can be signed at once. */
export function ChangeBar({ signing, names, onRead }: ChangeBarProps) {
  const { t } = useTranslation('consent');
  const { changes } = signing;
  const [only] = changes;
  const single = changes.length === 1 && only && !lacksDate(only) ? only : null;
  return (
    <section className="change-bar" aria-label={t('barLabel')} hidden={changes.length === 0}>
      <div className="change-bar__inner">
        <div className="change-bar__words" role="status">
          {single ? (
            <Single change={single} names={names} />
          ) : (
            <p>{t('changes', { count: changes.length })}</p>
          )}
        </div>
        <div className="change-bar__actions">
          {single ? (
            <>
              <Button aria-disabled={signing.busy} onClick={() => void signing.sign()}>
                {t(signing.busy ? 'signing' : 'signOne')}
              </Button>
              <Button variant="secondary" onClick={onRead}>
                {t(single.level === 'none' ? 'addPurpose' : 'addDate')}
              </Button>
            </>
          ) : (
            <Button onClick={onRead}>{t('readAndSign')}</Button>
          )}
          <Button variant="tertiary" onClick={signing.discard}>
            {t('discard', { count: changes.length })}
          </Button>
        </div>
      </div>
    </section>
  );
}

function Single({ change, names }: { change: Change; names: Names }) {
  const { t } = useTranslation('consent');
  return (
    <>
      <p className="change-bar__sentence">{names.sentence(change)}</p>
      <p className="change-bar__effect">
        {names.effect(change)} {change.level === 'none' && t('seenStays')}
      </p>
    </>
  );
}
