import { Button } from '@digdir/designsystemet-react';
import { useTranslation } from 'react-i18next';
import { type Change, lacksDate } from './changes';
import { Sentence } from './Sentence';
import type { Names } from './useNames';
import type { Signing } from './useSigning';

/** The unsigned changes. A single change is shown in full here and can be signed at once. */
export function ChangeBar({ signing, names }: { signing: Signing; names: Names }) {
  const { t } = useTranslation('consent');
  const { changes, reading } = signing;
  const [only] = changes;
  const single = changes.length === 1 && only && !lacksDate(only) && reading.error === null ? only : null;
  return (
    <section className="change-bar" aria-label={t('barLabel')} hidden={changes.length === 0}>
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
                {t(signing.busy ? 'signing' : 'signOne')}
              </Button>
              <Button variant="secondary" onClick={signing.read}>
                {t(single.level === 'none' ? 'addPurpose' : 'addDate')}
              </Button>
            </>
          ) : (
            <Button onClick={signing.read}>{t('readAndSign')}</Button>
          )}
          <Button variant="tertiary" onClick={signing.discard}>
            {t('discard', { count: changes.length })}
          </Button>
        </div>
      </div>
    </section>
  );
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
