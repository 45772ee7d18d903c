import { Alert, Button, Field, Label, Textarea } from '@digdir/designsystemet-react';
import { useEffect, useId, useRef, useState } from 'react';
import { THEIRS } from '../../i18n/theirWords';
import { useTranslation } from '../../i18n/useTranslation';
import { focusPageHeading } from '../PageHeading';
import type { Unsent, UnsentWords } from './unsent';
import './unsent.css';

/** Others were first: what was written is still there to copy. */
export function LeftWords({ left, unsent }: { left: readonly Unsent[]; unsent: UnsentWords }) {
  return left.map((each) => (
    <One
      key={each.id}
      onClose={() => {
        unsent.close(each.id);
        focusPageHeading();
      }}
      unsent={each}
    />
  ));
}

function One({ unsent, onClose }: { unsent: Unsent; onClose: () => void }) {
  const { t } = useTranslation('common');
  const id = useId();
  const [copied, setCopied] = useState(false);
  const shown = useInView();
  const copy = async () => {
    await navigator.clipboard.writeText(unsent.words);
    setCopied(true);
  };
  return (
    <Alert className="screen-only" data-color="warning" ref={shown} role="alert" tabIndex={-1}>
      <div className="left-words">
        <p>{unsent.about}</p>
        <p>{t(unsent.answers ? 'unsent.answered' : 'unsent.gone')}</p>
        <Field>
          <Label htmlFor={id}>{t('unsent.words')}</Label>
          <Textarea {...THEIRS} id={id} readOnly rows={3} value={unsent.words} />
        </Field>
        <div className="statement__actions">
          <Button onClick={() => void copy()} variant="secondary">
            {t('unsent.copy')}
          </Button>
          <Button onClick={onClose} variant="tertiary">
            {t('close')}
          </Button>
        </div>
        <p role="status">{copied && t('unsent.copied')}</p>
      </div>
    </Alert>
  );
}

/** In view, and with the focus, which went with the form; unless its writer writes elsewhere by now. */
function useInView() {
  const shown = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (document.activeElement?.matches('input, textarea, select, [contenteditable]')) return;
    shown.current?.focus({ preventScroll: true });
    shown.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return shown;
}
