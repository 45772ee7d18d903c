import { Button } from '@digdir/designsystemet-react';
import { PencilIcon } from '@navikt/aksel-icons';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from '../../../i18n/useTranslation';
import { flushUnwritten, unwritten } from '../../../state/unwritten';

interface EditableFactsProps {
  editable: boolean;
  /** Whether the fields are open from the start: there is nothing to read yet. */
  bare: boolean;
  label: string;
  /** The facts as one reads them. */
  summary: ReactNode;
  /** The same as fields. */
  form: ReactNode;
}

/** Facts are read first; whoever may write opens their fields. */
export function EditableFacts({ editable, bare, label, summary, form }: EditableFactsProps) {
  const { t } = useTranslation('plan');
  const [opened, setOpened] = useState(bare);
  const fields = useRef<HTMLFieldSetElement>(null);
  const asked = useRef(false);
  useEffect(() => {
    // Those who pressed the button go on at the first field; on a phone no keyboard covers what they opened.
    if (opened && asked.current) fields.current?.focus({ preventScroll: true });
  }, [opened]);

  if (!editable) return summary;
  const close = () => {
    flushUnwritten();
    // What is not finished would go with its field.
    if (unwritten.read().what === 'unfinished') {
      fields.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
    } else setOpened(false);
  };
  const open = () => {
    asked.current = true;
    setOpened(true);
  };
  return (
    <>
      {opened ? (
        <fieldset className="facts__form" ref={fields} tabIndex={-1}>
          <legend className="visually-hidden">{label}</legend>
          {form}
        </fieldset>
      ) : (
        summary
      )}
      <div>
        <Button onClick={opened ? close : open} variant="secondary">
          {!opened && <PencilIcon aria-hidden="true" fontSize="1.25rem" />}
          {t(opened ? 'facts.done' : 'facts.edit')}
        </Button>
      </div>
    </>
  );
}
