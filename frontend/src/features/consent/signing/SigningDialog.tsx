import { Button, Dialog, Heading } from '@digdir/designsystemet-react';
import { type RefObject, useEffect, useId, useRef, useState } from 'react';
import type { GrantsView } from '../../../domain/types';
import { DatedForm } from '../../../ui/dates/DatedForm';
import { ChangeItem, type ChangeItemProps } from './ChangeItem';
import { type Change, type Effect, effectOf, isDelicate, keyOf, lacksDate } from './changes';
import { EndForAll } from './EndForAll';
import { Receipt } from './Receipt';
import { ReadingFailed, SigningRefused } from './Refusal';
import type { Names } from './useNames';
import type { Signing } from './useSigning';
import { useSigningWords } from './useSigningWords';

interface SigningDialogProps {
  signing: Signing;
  view: GrantsView;
  names: Names;
  onClose: () => void;
}

/** Every change with its sentence before signing; afterwards the receipt. */
export function SigningDialog({ signing, view, names, onClose }: SigningDialogProps) {
  const t = useSigningWords(signing);
  const heading = useId();
  const title = useRef<HTMLHeadingElement>(null);
  const { outcome } = signing;
  // Focus the heading first, and again when there is an outcome; but whoever asked for an end date writes it at once.
  useEffect(() => {
    const wanted = outcome === null && fieldIn(title.current?.closest('dialog'), '[data-wanted]');
    (wanted || title.current)?.focus();
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
  const t = useSigningWords(signing);
  const [asked, setAsked] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const sure = useSure(view);
  const { changes, busy, reading, outcome } = signing;
  const of = (...effects: Effect[]) => changes.filter((change) => effects.includes(effectOf(view, change)));
  const lacking = changes.some((change) => lacksDate(change) || sure.isMissing(change));
  const unread = !lacking && reading.texts === null;
  const waiting = unread && !busy && reading.error === null;
  useRefused(form, outcome);
  const submit = () => {
    setAsked(true);
    const unanswered = fieldIn(form.current, '[data-missing]');
    if (unanswered) unanswered.focus();
    else void signing.sign();
  };
  const item = { signing, names, asked, sure };
  const opening = changes.filter(({ level }) => level !== 'none');
  // What was typed there is not gone with the second last of them.
  const [several] = useState(opening.length > 1);
  return (
    <DatedForm>
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
        {several && opening.length > 0 && <EndForAll changes={changes} onEnd={signing.endAll} />}
        <Section {...item} changes={of('closes')} note={t('seenStays')} title={t('closing')} />
        <Section {...item} changes={of('narrows')} note={t('seenStays')} title={t('narrowing')} />
        <Section {...item} changes={of('dates')} title={t('dating')} />
        <Section {...item} changes={of('widens', 'opens')} title={t('opening')} />
        <div className="signing__actions">
          {changes.length > 0 && (
            <Button type="submit" aria-disabled={busy || unread}>
              {t(waiting ? 'wait' : busy ? 'signingMany' : 'signMany', { count: changes.length })}
            </Button>
          )}
          <Button variant="tertiary" type="button" onClick={onClose}>
            {t('back')}
          </Button>
        </div>
      </form>
    </DatedForm>
  );
}

function fieldIn(form: HTMLElement | null | undefined, marked: string): HTMLElement | null {
  const found = form?.querySelector<HTMLElement>(marked);
  return found?.querySelector<HTMLElement>('input') ?? found ?? null;
}

/** Of many changes, the one that was not taken, or reads differently now, is brought into view. */
function useRefused(form: RefObject<HTMLFormElement | null>, outcome: Signing['outcome']): void {
  useEffect(() => {
    if (outcome && 'error' in outcome) {
      form.current?.querySelector('.signing__item--marked')?.scrollIntoView({ block: 'nearest' });
    }
  }, [form, outcome]);
}

interface Sure {
  of: (change: Change) => ChangeItemProps['sure'];
  isMissing: (change: Change) => boolean;
}

/** What few show anybody is opened only by who has said so twice. */
function useSure(view: GrantsView): Sure {
  const [said, setSaid] = useState<ReadonlySet<string>>(new Set());
  return {
    of: (change) => ({
      wanted: isDelicate(view, change),
      said: said.has(keyOf(change)),
      say: (yes) => {
        const others = [...said].filter((key) => key !== keyOf(change));
        setSaid(new Set(yes ? [...others, keyOf(change)] : others));
      },
    }),
    isMissing: (change) => isDelicate(view, change) && !said.has(keyOf(change)),
  };
}

interface SectionProps extends Omit<ChangeItemProps, 'change' | 'sure'> {
  title: string;
  note?: string;
  changes: Change[];
  sure: Sure;
}

/** The changes of one kind, each person's together; nothing when there are none. */
function Section({ title, note, changes, sure, ...item }: SectionProps) {
  if (changes.length === 0) return null;
  const people = [...new Set(changes.map(({ participant }) => participant))];
  const sorted = people.flatMap((person) => changes.filter(({ participant }) => participant === person));
  return (
    <section className="signing__section">
      <Heading level={3} data-size="2xs">
        {title}
      </Heading>
      {note && <p className="signing__note">{note}</p>}
      <ul className="signing__list">
        {sorted.map((change) => (
          <ChangeItem key={keyOf(change)} change={change} sure={sure.of(change)} {...item} />
        ))}
      </ul>
    </section>
  );
}
