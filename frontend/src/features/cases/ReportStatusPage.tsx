import { Alert, Button, Field, Input, Label } from '@digdir/designsystemet-react';
import { type FormEvent, useId, useState } from 'react';
import { apiSend, isProblem } from '../../api';
import { useTranslation } from '../../i18n/useTranslation';
import { PageHeading } from '../../ui/PageHeading';
import { SimplePage } from '../../ui/SimplePage';
import '../../i18n/cases';
import './cases.css';

/** For whoever has a code: how far the report has come, and nothing else. */
export function ReportStatusPage() {
  const { t, i18n } = useTranslation('cases');
  const id = useId();
  const [code, setCode] = useState('');
  const [said, setSaid] = useState<{ words: string; wrong: boolean } | null>(null);
  const ask = async (event: FormEvent) => {
    event.preventDefault();
    try {
      const answer = await apiSend('POST /api/report-status', {}, { code, language: i18n.language });
      setSaid({ words: answer.text, wrong: false });
    } catch (error) {
      const unknown = isProblem(error, 'not-found') || isProblem(error, 'invalid');
      setSaid({ words: t(unknown ? 'status.unknown' : 'status.failed'), wrong: true });
    }
  };
  return (
    <SimplePage>
      <form className="front report" noValidate onSubmit={(event) => void ask(event)}>
        <PageHeading tab={t('status.tab')} title={t('status.title')} />
        <p>{t('status.intro')}</p>
        <Field>
          <Label htmlFor={id}>{t('status.code')}</Label>
          <Input
            autoComplete="off"
            id={id}
            maxLength={64}
            onChange={(event) => setCode(event.target.value)}
            spellCheck={false}
            value={code}
          />
        </Field>
        <Button type="submit">{t('status.ask')}</Button>
        <div role="status">
          {said && <Alert data-color={said.wrong ? 'warning' : 'info'}>{said.words}</Alert>}
        </div>
      </form>
    </SimplePage>
  );
}
