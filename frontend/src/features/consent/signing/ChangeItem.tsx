import { Button, Checkbox, Textfield } from '@digdir/designsystemet-react';
import { type MouseEvent, type ReactNode, useState } from 'react';
import { dayInNorway, LAST_DAY } from '../../../domain/dates';
import { useTranslation } from '../../../i18n/useTranslation';
import { DateBox } from '../../../ui/dates/DateBox';
import { Sentence } from '../reading/Sentence';
import { type Change, keyOf, lacksDate } from './changes';
import type { Names } from './useNames';
import type { Signing } from './useSigning';

export interface ChangeItemProps {
  change: Change;
  signing: Signing;
  names: Names;
  /** True after an attempt to sign, so that missing input is reported. */
  asked: boolean;
  /** Whether it opens what few show anybody, and whether the signer has said once more that they want it. */
  sure: { wanted: boolean; said: boolean; say: (said: boolean) => void };
}

/** The server's limit on the length of a purpose. */
const LONGEST_PURPOSE = 300;

/** One change: the sentence to be signed, its effect, its end date and its purpose. */
export function ChangeItem({ change, signing, names, asked, sure }: ChangeItemProps) {
  const { t } = useTranslation('consent');
  const { reading, outcome } = signing;
  const failed = outcome && 'error' in outcome ? outcome : null;
  const text = reading.sentence(change);
  const read = failed?.read.get(keyOf(change));
  const reworded = read !== undefined && text !== undefined && read !== text;
  const refused = failed?.refused === keyOf(change);
  const [dating, setDating] = useState(false);
  const setDay = (until: string) => {
    setDating(true);
    signing.replace({ ...change, until: until || null });
  };
  const takeOut = (event: MouseEvent<HTMLButtonElement>) => {
    // The button goes with its change; the focus stays among those that are left.
    neighbour(event.currentTarget)?.focus({ preventScroll: true });
    signing.remove(change);
  };
  return (
    <li className={reworded || refused ? 'signing__item signing__item--marked' : 'signing__item'}>
      {reworded && <Marked>{t('reworded')}</Marked>}
      {refused && <Marked>{t('thisRefused')}</Marked>}
      <Sentence change={change} reading={reading} names={names} live={dating || read !== undefined} />
      <p className="signing__effect">{names.effect(change)}</p>
      {sure.wanted && (
        <Checkbox
          data-size="sm"
          checked={sure.said}
          onChange={(event) => sure.say(event.target.checked)}
          label={names.sure(change)}
          {...(!sure.said && { 'data-missing': '', error: asked && t('sureMissing') })}
        />
      )}
      <details
        className="signing__more"
        open={signing.unfolded || change.dated || change.until !== null || change.purpose !== ''}
      >
        <summary>{t(change.level === 'none' ? 'moreClosing' : 'more')}</summary>
        <div className="signing__fields">
          {change.level !== 'none' && (
            <EndField change={change} asked={asked} wanted={signing.unfolded} onDay={setDay} />
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
      <Button variant="tertiary" data-size="sm" className="signing__out" onClick={takeOut}>
        {t('takeOut')}
        <span className="visually-hidden">({names.target(change)})</span>
      </Button>
    </li>
  );
}

function Marked({ children }: { children: ReactNode }) {
  return <p className="signing__reworded">{children}</p>;
}

interface EndFieldProps {
  change: Change;
  asked: boolean;
  wanted: boolean;
  onDay: (day: string) => void;
}

function EndField({ change, asked, wanted, onDay }: EndFieldProps) {
  const { t } = useTranslation('consent');
  const missing = lacksDate(change);
  return (
    <div data-missing={missing || undefined} data-wanted={missing || wanted || undefined}>
      <DateBox
        size="sm"
        label={t(change.dated ? 'lastDay' : 'lastDayOptional')}
        min={dayInNorway(Date.now())}
        max={LAST_DAY}
        value={change.until ?? ''}
        required={change.dated && t('dateMissing')}
        error={asked && missing ? t('dateMissing') : undefined}
        onDay={onDay}
      />
    </div>
  );
}

/** The same button of the next change, or of the one before where there is no next. */
function neighbour(button: HTMLElement): HTMLElement | undefined {
  const all = [...(button.closest('form')?.querySelectorAll<HTMLElement>('.signing__out') ?? [])];
  const place = all.indexOf(button);
  return all[place + 1] ?? all[place - 1];
}
