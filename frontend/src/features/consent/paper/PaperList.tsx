import { Button, Field, Input, Label } from '@digdir/designsystemet-react';
import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import { isProblem } from '../../../api';
import { todayInNorway } from '../../../domain/dates';
import type { PaperAnswer } from '../../../domain/openapi';
import type { PlanView } from '../../../domain/types';
import { dayInFull, momentInFull } from '../../../i18n/spoken';
import { useTranslation } from '../../../i18n/useTranslation';
import { DateBox } from '../../../ui/dates/DateBox';
import { DatedForm } from '../../../ui/dates/DatedForm';
import { usePapers, useRegister, useWithdraw } from './usePapers';

/** The sheets that this reader may know of, newest first, and what each waits for. */
export function PaperList({ plan }: { plan: PlanView }) {
  const { t } = useTranslation('consent');
  const heading = useId();
  const papers = usePapers(plan.id);
  if (papers.data?.length === 0) return <p className="quiet">{t('paper.none')}</p>;
  if (!papers.data) return null;
  return (
    <section aria-labelledby={heading} className="screen-only">
      <h2 className="section-heading" id={heading}>
        {t('paper.all')}
      </h2>
      <ul className="plain-list">
        {papers.data.map((paper) => (
          <li className="paper__one" key={paper.id}>
            <One paper={paper} plan={plan.id} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function One({ paper, plan }: { paper: PaperAnswer; plan: string }) {
  const { t, i18n } = useTranslation('consent');
  const withdraw = useWithdraw(plan, paper.id);
  const standing = useFocusOnChange(paper.status);
  const made = momentInFull(paper.made_at, i18n.language);
  const day = paper.signed_on && dayInFull(paper.signed_on, i18n.language);
  return (
    <>
      <p ref={standing} tabIndex={-1}>
        <strong>{t(`paper.status.${paper.status}`)}</strong>
        {' · '}
        {t('paper.madeBy', { name: paper.made_by, made })}
        {day && ` · ${t('paper.signedOn', { day })}`}
        {paper.checked_by && ` · ${t('paper.checkedBy', { name: paper.checked_by })}`}
      </p>
      <ul>
        {paper.texts.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
      {paper.texts.length === 0 && <p>{t('paper.sentences', { count: paper.sentences })}</p>}
      {paper.may.includes('register') && <Register paper={paper} plan={plan} />}
      {paper.may.includes('withdraw') && (
        <Button
          data-size="sm"
          onClick={() => !withdraw.isPending && withdraw.mutate()}
          type="button"
          variant="tertiary"
        >
          {t('paper.withdraw')}
        </Button>
      )}
    </>
  );
}

/** What was pressed goes with the form; where the sheet is now is then the place to go on from. */
function useFocusOnChange(status: string) {
  const standing = useRef<HTMLParagraphElement>(null);
  const before = useRef(status);
  useEffect(() => {
    if (before.current !== status && document.activeElement === document.body) standing.current?.focus();
    before.current = status;
  }, [status]);
  return standing;
}

/** The day and the scanned file: of the file only what it is known by leaves the page. */
function Register({ paper, plan }: { paper: PaperAnswer; plan: string }) {
  const { t } = useTranslation('consent');
  const id = useId();
  const register = useRegister(plan, paper.id);
  const [file, setFile] = useState<File | null>(null);
  const [day, setDay] = useState(todayInNorway());
  const [asked, setAsked] = useState(false);
  const scan = useRef<HTMLInputElement>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (!file) scan.current?.focus();
    else if (!register.isPending) register.mutate({ file, day });
  };
  const failed = isProblem(register.error, 'exists') ? 'paper.sameScan' : 'paper.notRegistered';
  return (
    <DatedForm>
      <form className="paper__make" onSubmit={submit}>
        <DateBox
          label={t('paper.day')}
          max={todayInNorway()}
          onDay={setDay}
          required={t('paper.noDay')}
          value={day}
        />
        <Field>
          <Label htmlFor={id}>{t('paper.file')}</Label>
          <Input
            aria-describedby={`${id}-hint`}
            aria-invalid={asked && !file}
            id={id}
            onChange={(event) => setFile(event.target.files?.[0] ?? null)}
            ref={scan}
            type="file"
          />
          <p id={`${id}-hint`}>{t(asked && !file ? 'paper.noFile' : 'paper.fileHint')}</p>
        </Field>
        <p role="alert">{register.isError && t(failed)}</p>
        <Button aria-disabled={register.isPending} data-size="sm" type="submit">
          {t('paper.register')}
        </Button>
      </form>
    </DatedForm>
  );
}
