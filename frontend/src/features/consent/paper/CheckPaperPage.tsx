import { Button, Textfield } from '@digdir/designsystemet-react';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { apiSend, isProblem } from '../../../api';
import type { ShownPaper } from '../../../domain/openapi';
import { momentInFull } from '../../../i18n/spoken';
import { useTranslation } from '../../../i18n/useTranslation';
import { DateBox } from '../../../ui/dates/DateBox';
import { DatedForm } from '../../../ui/dates/DatedForm';
import { PageHeading } from '../../../ui/PageHeading';
import { SimplePage } from '../../../ui/SimplePage';
import './paper.css';

/** For the second person, who has the signed sheet in hand: its code, what stands on it, and whether that is so. */
export function CheckPaperPage() {
  const { t } = useTranslation('consent');
  const [code, setCode] = useState('');
  const show = useMutation({
    mutationFn: (typed: string) => apiSend('POST /api/paper', {}, { code: typed.trim() }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (code.trim() && !show.isPending) show.mutate(code);
  };
  return (
    <SimplePage>
      <div className="front paper">
        <PageHeading tab={t('paper.check.title')} title={t('paper.check.title')} />
        <p>{t('paper.check.lead')}</p>
        {show.data ? (
          <Judge code={code.trim()} paper={show.data} />
        ) : (
          <form className="paper__make" onSubmit={submit}>
            <Textfield
              autoComplete="off"
              description={t('paper.check.codeHint')}
              label={t('paper.check.code')}
              onChange={(event) => setCode(event.target.value)}
              value={code}
            />
            <p role="alert">
              {show.isError &&
                t(isProblem(show.error, 'forbidden') ? 'paper.check.notYou' : 'paper.check.unknown')}
            </p>
            <Button aria-disabled={show.isPending} type="submit">
              {t('paper.check.find')}
            </Button>
          </form>
        )}
      </div>
    </SimplePage>
  );
}

type Verdict = 'right' | 'wrong';

function Judge({ code, paper }: { code: string; paper: ShownPaper }) {
  const { t, i18n } = useTranslation('consent');
  const title = useRef<HTMLHeadingElement>(null);
  const [day, setDay] = useState('');
  const check = useMutation({
    mutationFn: (verdict: Verdict) =>
      apiSend('POST /api/paper/check', {}, { code, signed_on: day || '1900-01-01', verdict }),
  });
  const done = check.data?.status;
  // biome-ignore lint/correctness/useExhaustiveDependencies: again when there is an outcome
  useEffect(() => title.current?.focus(), [done]);
  if (done)
    return (
      <h2 className="section-heading" ref={title} tabIndex={-1}>
        {t(done === 'checked' ? 'paper.check.holds' : 'paper.check.refused')}
      </h2>
    );
  const say = (verdict: Verdict) => {
    if (!check.isPending) check.mutate(verdict);
  };
  const at = momentInFull(paper.registered_at, i18n.language);
  return (
    <DatedForm>
      <section aria-labelledby="paper-check" className="paper__make">
        <h2 className="section-heading" id="paper-check" ref={title} tabIndex={-1}>
          {t('paper.check.found')}
        </h2>
        <p>{t('paper.check.registered', { name: paper.registered_by, at })}</p>
        <p>{t('paper.sentences', { count: paper.sentences })}</p>
        <ol>
          {paper.texts.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ol>
        <p>{t(paper.texts.length > 0 ? 'paper.check.compare' : 'paper.check.count')}</p>
        <DateBox label={t('paper.check.day')} onDay={setDay} required={t('paper.check.noDay')} value={day} />
        <div className="create-form__actions">
          <Button aria-disabled={check.isPending} onClick={() => say('right')}>
            {t('paper.check.right')}
          </Button>
          <Button
            aria-disabled={check.isPending}
            data-anyway
            onClick={() => say('wrong')}
            variant="secondary"
          >
            {t('paper.check.wrong')}
          </Button>
        </div>
        {/* Below the buttons: they do not move as they are pressed. */}
        <p role="alert">{check.isError && <Failed error={check.error} />}</p>
      </section>
    </DatedForm>
  );
}

function Failed({ error }: { error: unknown }) {
  const { t } = useTranslation('consent');
  if (!isProblem(error, 'not-now')) return t('paper.failed');
  return t(error.detail === 'other-day' ? 'paper.check.otherDay' : 'paper.check.changed');
}
