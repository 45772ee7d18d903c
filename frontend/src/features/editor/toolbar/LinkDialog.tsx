import { Button, Dialog, Heading, Textfield } from '@digdir/designsystemet-react';
import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from '../../../i18n/useTranslation';
import type { LinkTarget } from '../input/links';
import { hrefFromTyping } from '../schema/safeHref';

interface LinkDialogProps {
  target: LinkTarget;
  onSet: (text: string, href: string) => void;
  onRemove: () => void;
  onClose: () => void;
}

/** Edit the address of a link. Only web, e-mail and telephone addresses are accepted. */
export function LinkDialog({ target, onSet, onRemove, onClose }: LinkDialogProps) {
  const { t } = useTranslation('editor');
  const [address, setAddress] = useState(target.href);
  const [text, setText] = useState(target.text);
  const [refused, setRefused] = useState(false);
  const heading = useId();
  const form = useRef<HTMLFormElement>(null);
  // The dialog has opened by now, and with the focus on its first control, which closes it.
  useEffect(() => form.current?.querySelector('input')?.focus(), []);
  const asksForText = target.from === target.to;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const href = hrefFromTyping(address);
    if (href === null) setRefused(true);
    else onSet(text.trim() || address.trim(), href);
  };
  return (
    <Dialog
      open
      onClose={onClose}
      aria-labelledby={heading}
      closeButton={t('link.close')}
      className="link-dialog"
    >
      <form ref={form} onSubmit={submit} className="link-dialog__form" noValidate>
        <Heading level={2} data-size="xs" id={heading}>
          {target.href ? t('link.change') : t('link.add')}
        </Heading>
        {asksForText && (
          <Textfield label={t('link.text')} value={text} onChange={(event) => setText(event.target.value)} />
        )}
        <AddressField
          address={address}
          refused={refused}
          onChange={(changed) => {
            setAddress(changed);
            setRefused(false);
          }}
        />
        <LinkActions linked={target.href !== ''} onRemove={onRemove} onClose={onClose} />
      </form>
    </Dialog>
  );
}

interface LinkActionsProps {
  linked: boolean;
  onRemove: () => void;
  onClose: () => void;
}

function LinkActions({ linked, onRemove, onClose }: LinkActionsProps) {
  const { t } = useTranslation('editor');
  return (
    <div className="link-dialog__actions">
      <Button type="submit">{linked ? t('link.save') : t('link.insert')}</Button>
      {linked && (
        <Button variant="secondary" data-color="danger" onClick={onRemove}>
          {t('link.remove')}
        </Button>
      )}
      <Button variant="tertiary" onClick={onClose}>
        {t('link.cancel')}
      </Button>
    </div>
  );
}

interface AddressFieldProps {
  address: string;
  refused: boolean;
  onChange: (address: string) => void;
}

function AddressField({ address, refused, onChange }: AddressFieldProps) {
  const { t } = useTranslation('editor');
  return (
    <Textfield
      label={t('link.address')}
      description={t('link.hint')}
      type="text"
      inputMode="url"
      autoComplete="off"
      value={address}
      error={refused ? t('link.refused') : undefined}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
