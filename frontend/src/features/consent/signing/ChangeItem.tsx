import { Button, Textfield } from '@digdir/designsystemet-react';
import { type MouseEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dayInNorway } from '../../../domain/dates';
import { type Change, keyOf, lacksDate } from './changes';
import { Sentence } from './Sentence';
import type { Names } from './useNames';
import type { Signing } from './useSigning';

interface ChangeItemProps {
  change: Change;
  signing: Signing;
  names: Names;
  /** True after an attempt to sign, so that missing input is reported. */
  asked: boolean;
}

/** The server's limit on the length of a purpose. */
const LONGEST_PURPOSE = 300;

/** One change: the sentence to be signed, its effect, its end date and its purpose. */
export function ChangeItem({ change, signing, names, asked }: ChangeItemProps) {
  const { t } = useTranslation('consent');
  const [dating, setDating] = useState(false);
  const missing = lacksDate(change);
  const { reading, outcome } = signing;
  const text = reading.sentence(change);
  const read = outcome && 'read' in outcome ? outcome.read.get(keyOf(change)) : undefined;
  const setDay = (until: string | null) => {
    setDating(true);
    signing.replace({ ...change, until });
  };
  const takeOut = (event: MouseEvent<HTMLButtonElement>) => {
    // The button goes with its change; the focus stays among those that are left.
    neighbour(event.currentTarget)?.focus({ preventScroll: true });
    signing.remove(change);
  };
  return (
    <li className="signing__item">
      {read !== undefined && text !== undefined && read !== text && (
        <p className="signing__reworded">{t('reworded')}</p>
      )}
      <Sentence change={change} reading={reading} names={names} live={dating || read !== undefined} />
      <p className="signing__effect">{names.effect(change)}</p>
      <details
        className="signing__more"
        open={change.dated || change.until !== null || change.purpose !== ''}
      >
        <summary>{t(change.level === 'none' ? 'moreClosing' : 'more')}</summary>
        <div className="signing__fields">
          {change.level !== 'none' && (
            <Textfield
              data-size="sm"
              type="date"
              label={t(change.dated ? 'lastDay' : 'lastDayOptional')}
              min={dayInNorway(Date.now())}
              value={change.until ?? ''}
              required={change.dated}
              error={asked && missing ? t('dateMissing') : undefined}
              {...(missing && { 'data-missing': '' })}
              onChange={(event) => setDay(event.target.value || null)}
            />
          )}
          <Textfield
            data-size="sm"
            label={t('purpose')}
            maxLength={LONGEST_PURPOSE}
            value={change.purpose}
            onChange={(event) => signing.replace({ ...change, purpose: event.target.value })}
          />
        </div>
      </details>
      <Button variant="tertiary" data-size="sm" onClick={takeOut}>
        {t('takeOut')}
        <span className="visually-hidden">: {names.target(change)}</span>
      </Button>
    </li>
  );
}

/** The same button of the next change, or of the one before where there is no next. */
function neighbour(button: HTMLElement): HTMLElement | undefined {
  const all = [...(button.closest('form')?.querySelectorAll<HTMLElement>('.signing__item > button') ?? [])];
  const place = all.indexOf(button);
  return all[place + 1] ?? all[place - 1];
}
