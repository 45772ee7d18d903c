import { Button } from '@digdir/designsystemet-react';
import { useEffect, useRef } from 'react';
import type { SheetAnswer } from '../../../domain/openapi';
import { dayInFull } from '../../../i18n/spoken';
import { useTranslation } from '../../../i18n/useTranslation';
import { CHECK_PAPER } from '../../../paths';

/** What is printed and signed: each sentence as it will be kept, lines to sign on, and the code for whoever checks it. */
export function Sheet({ sheet, onDone }: { sheet: SheetAnswer; onDone: () => void }) {
  const { t, i18n } = useTranslation('consent');
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  const until = dayInFull(sheet.expires_at.slice(0, 10), i18n.language);
  return (
    <section aria-labelledby="sheet" className="sheet">
      <h2 className="section-heading" id="sheet" ref={title} tabIndex={-1}>
        {t('paper.sheet', { owner: sheet.owner_name })}
      </h2>
      <ol className="sheet__lines" lang={sheet.language}>
        {sheet.texts.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ol>
      <p>{t('paper.begins')}</p>
      <p>{t('paper.voluntary')}</p>
      <dl className="sheet__sign">
        <dt>{t('paper.dayAndPlace')}</dt>
        <dd />
        <dt>{t('paper.signature', { signer: sheet.signer })}</dt>
        <dd />
      </dl>
      <p>
        {t('paper.code')} <strong className="sheet__code">{sheet.code}</strong>
      </p>
      <p>{t('paper.codeHint', { address: `${window.location.origin}${CHECK_PAPER}`, until })}</p>
      <div className="create-form__actions screen-only">
        <Button onClick={() => window.print()}>{t('paper.print')}</Button>
        <Button onClick={onDone} variant="tertiary">
          {t('paper.done')}
        </Button>
      </div>
      <p className="screen-only">{t('paper.once')}</p>
    </section>
  );
}
