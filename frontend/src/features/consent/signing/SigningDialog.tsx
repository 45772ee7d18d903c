import { Button, Dialog, Heading } from '@digdir/designsystemet-react';
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GrantsView } from '../../../domain/types';
import { ChangeItem } from './ChangeItem';
import { type Change, type Effect, effectOf, keyOf, lacksDate } from './changes';
import { Receipt } from './Receipt';
import { ReadingFailed, SigningRefused } from './Refusal';
import type { Names } from './useNames';
import type { Signing } from './useSigning';

interface SigningDialogProps {
  signing: Signing;
  view: GrantsView;
  names: Names;
  onClose: () => void;
}

/** Every change with its sentence before signing; afterwards the receipt. */
export function SigningDialog({ signing, view, names, onClose }: SigningDialogProps) {
  const { t } = useTranslation('consent');
  const heading = useId();
  const title = useRef<HTMLHeadingElement>(null);
  const { outcome } = signing;
  // Focus the heading first, and again when there is an outcome.
  useEffect(() => {
    if (title.current && outcome !== undefined) title.current.focus();
  }, [outcome]);
  const { length } = signing.changes;
  // With the last change its button is gone too, and the focus must not be lost.
  useEffect(() => {
    if (length === 0 && document.activeElement === document.body) title.current?.focus();
  }, [length]);
  const receipt = outcome && 'receipt' in outcome ? outcome.receipt : null;
  return (
    <Dialog open className="signing" closeButton={false} aria-labelledby={heading} onClose={onClose}>
      <Heading level={2} data-size="sm" id={heading} ref={title} tabIndex={-1} className="signing__title">
        {t(receipt ? 'receipt.title' : 'readTitle')}
      </Heading>
      {receipt ? (
        <Receipt receipt={receipt} onClose={onClose} />
      ) : (
        <ReadAndSign signing={signing} view={view} names={names} onClose={onClose} />
      )}
    </Dialog>
  );
}

function ReadAndSign({ signing, view, names, onClose }: SigningDialogProps) {
  const { t } = useTranslation('consent');
  const [asked, setAsked] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const { changes, busy, reading, outcome } = signing;
  const of = (...effects: Effect[]) => changes.filter((change) => effects.includes(effectOf(view, change)));
  const lacking = changes.some((change) => lacksDate(change));
  const submit = () => {
    setAsked(true);
    if (lacking) form.current?.querySelector<HTMLElement>('[data-missing]')?.focus();
    else void signing.sign();
  };
  const item = { signing, names, asked };
  return (
    <form
      ref={form}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      noValidate
    >
      <p className="signing__lead">
        {t(changes.length === 0 ? 'nothingLeft' : 'readLead')} {of('opens').length > 0 && t('commentsToo')}
      </p>
      {outcome && 'error' in outcome && <SigningRefused error={outcome.error} />}
      {reading.error !== null && changes.length > 0 && <ReadingFailed reading={reading} />}
      <Section {...item} changes={of('closes', 'narrows')} note={t('seenStays')} title={t('closing')} />
      <Section {...item} changes={of('dates')} title={t('dating')} />
      <Section {...item} changes={of('widens', 'opens')} title={t('opening')} />
      <div className="signing__actions">
        {changes.length > 0 && (
          <Button type="submit" aria-disabled={busy || (!lacking && reading.texts === null)}>
            {busy ? t('signing') : t('signMany', { count: changes.length })}
          </Button>
        )}
        <Button variant="tertiary" onClick={onClose}>
          {t('back')}
        </Button>
      </div>
    </form>
  );
}

interface SectionProps extends Omit<Parameters<typeof ChangeItem>[0], 'change'> {
  title: string;
  note?: string;
  changes: Change[];
}

/** The changes of one kind; nothing when there are none. */
function Section({ title, note, changes, ...item }: SectionProps) {
  if (changes.length === 0) return null;
  return (
    <section className="signing__section">
      <Heading level={3} data-size="2xs">
        {title}
      </Heading>
      {note && <p className="signing__note">{note}</p>}
      <ul className="signing__list">
        {changes.map((change) => (
          <ChangeItem key={keyOf(change)} change={change} {...item} />
        ))}
      </ul>
    </section>
  );
}
