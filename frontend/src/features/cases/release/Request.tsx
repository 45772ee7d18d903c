import { Button, Field, Label, Textarea, ValidationMessage } from '@digdir/designsystemet-react';
import { useId, useRef, useState } from 'react';
import type { ReleaseRequest } from '../../../domain/openapi';
import { dayAsSpoken } from '../../../i18n/spoken';
import { THEIRS } from '../../../i18n/theirWords';
import { useTranslation } from '../../../i18n/useTranslation';
import { Dotted } from '../../../ui/marks/Dotted';
import { takesFocus } from '../../../ui/PageHeading';
import { useUnsent } from '../../../ui/unsent/unsent';
import type { Answer } from './useReleases';

interface RequestProps {
  request: ReleaseRequest;
  answer: Answer;
}

/** Somebody a leader is asked for, and both answers. */
export function Request({ request, answer }: RequestProps) {
  const { t, i18n } = useTranslation('leader');
  const [refusing, refuse] = useState(false);
  const [left, leave] = useState(false);
  const { name, workplace, code, since, active_cases: active, most_cases: most } = request;
  return (
    <article className="case-card">
      <h2 className="section-heading">{name}</h2>
      <p className="quiet">
        <Dotted
          facts={[workplace, t('code', { code }), t('since', { day: dayAsSpoken(since, i18n.language) })]}
        />
      </p>
      <p>
        {t('load', { count: active })} {most > 0 ? t('most', { count: most }) : t('noMost')}
      </p>
      {refusing ? (
        <No
          about={t('no', { name })}
          onLeave={() => {
            refuse(false);
            leave(true);
          }}
          onSend={(reason) => answer(request, false, reason)}
        />
      ) : (
        <div className="report__acts">
          <Button onClick={() => void answer(request, true, '')}>{t('yes', { name })}</Button>
          <Button onClick={() => refuse(true)} ref={left ? takesFocus : null} variant="secondary">
            {t('no', { name })}
          </Button>
        </div>
      )}
    </article>
  );
}

interface NoProps {
  about: string;
  onSend: (reason: string) => Promise<boolean>;
  onLeave: () => void;
}

function No({ about, onSend, onLeave }: NoProps) {
  const { t } = useTranslation('leader');
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const unsent = useUnsent({ about, words: reason, answers: true });
  const leave = () => {
    unsent.drop();
    onLeave();
  };
  const send = () => {
    setMissing(!reason.trim());
    if (reason.trim()) void unsent.during(() => onSend(reason));
    else field.current?.focus();
  };
  return (
    <>
      <Field>
        <Label htmlFor={id}>{t('why')}</Label>
        <Field.Description>{t('whyHelp')}</Field.Description>
        <Textarea
          {...THEIRS}
          aria-invalid={missing}
          autoFocus
          id={id}
          maxLength={2000}
          onChange={(event) => {
            setReason(event.target.value);
            setMissing(false);
          }}
          ref={field}
          value={reason}
        />
        {missing && <ValidationMessage>{t('whyMissing')}</ValidationMessage>}
      </Field>
      <div className="report__acts">
        <Button onClick={send}>{t('send')}</Button>
        <Button onClick={leave} variant="tertiary">
          {t('leave')}
        </Button>
      </div>
    </>
  );
}
