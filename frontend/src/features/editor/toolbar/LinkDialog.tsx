import { Button, Dialog, Heading, Textfield } from '@digdir/designsystemet-react';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
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
      <form onSubmit={submit} className="link-dialog__form" noValidate>
        <Heading level={2} data-size="xs" id={heading}>
          {target.href ? t('link.change') : t('link.add')}
        </Heading>
        {asksForText && (
          <Textfield label={t('link.text')} value={text} onChange={(event) => setText(event.target.value)} />
        )}
        <Textfield
          label={t('link.address')}
          description={t('link.hint')}
          type="text"
          inputMode="url"
          autoComplete="off"
          autoFocus
          value={address}
          error={refused ? t('link.refused') : undefined}
          onChange={(event) => {
            setAddress(event.target.value);
            setRefused(false);
          }}
        />
        <div className="link-dialog__actions">
          <Button type="submit">{target.href ? t('link.save') : t('link.insert')}</Button>
          {target.href && (
            <Button variant="secondary" data-color="danger" onClick={onRemove}>
              {t('link.remove')}
            </Button>
          )}
          <Button variant="tertiary" onClick={onClose}>
            {t('link.cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
