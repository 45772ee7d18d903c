import { Checkbox, Field, Fieldset, Input, Label, Radio, Textarea } from '@digdir/designsystemet-react';
import { type ReactNode, useId } from 'react';
import { THEIRS } from '../../../i18n/theirWords';
import { useTranslation } from '../../../i18n/useTranslation';
import { DateBox } from '../../../ui/dates/DateBox';
import { CONSENTS, isOwn, REPORTERS, saysOwnName, type Typed, WISHES } from './wish';

export interface FieldsProps {
  typed: Typed;
  onType: (change: Partial<Typed>) => void;
  /** Of the catalogue, by key. */
  texts: Record<string, string>;
  /** They have logged in where nobody says what they are called. */
  unnamed: boolean;
}

export function AboutPerson({ typed, onType, texts }: FieldsProps) {
  const { t } = useTranslation('cases');
  return (
    <>
      <Choice
        label={t('report.who')}
        name="reporter"
        onChoose={(reporter) => onType({ reporter })}
        values={REPORTERS}
        chosen={typed.reporter}
        words={(each) => t(`report.reporter.${each}`)}
      />
      <h2 className="section-heading">{t(isOwn(typed) ? 'report.subjectOwn' : 'report.subject')}</h2>
      <Checkbox
        checked={typed.expecting}
        description={t('report.expectingHelp')}
        label={t('report.expecting')}
        onChange={(event) => onType({ expecting: event.target.checked })}
      />
      <Line
        label={t(typed.expecting ? 'report.family' : 'report.name')}
        onType={(name) => onType({ name })}
        required
        value={typed.name}
      />
      {typed.expecting ? (
        <DateBox
          label={t('report.expected')}
          onDay={(expected) => onType({ expected })}
          value={typed.expected}
        />
      ) : (
        <DateBox label={t('report.born')} onDay={(born) => onType({ born })} value={typed.born} />
      )}
      <Line
        help={t('report.contactHelp')}
        label={t('report.contact')}
        onType={(contact) => onType({ contact })}
        value={typed.contact}
      />
      <Line label={t('report.language')} onType={(language) => onType({ language })} value={typed.language} />
      <Checkbox
        checked={typed.interpreter}
        label={t('report.interpreter')}
        onChange={(event) => onType({ interpreter: event.target.checked })}
      />
      <Checkbox
        checked={typed.protected}
        description={texts['report.protected-address']}
        label={t('report.protected')}
        onChange={(event) => onType({ protected: event.target.checked })}
      />
    </>
  );
}

const WISH_TEXTS: Record<string, string> = { unknown: 'do-not-know' };

export function Need({ typed, onType, texts }: FieldsProps) {
  const { t } = useTranslation('cases');
  return (
    <>
      <Choice
        label={t('report.wish')}
        name="wish"
        onChoose={(wish) => onType({ wish })}
        values={WISHES}
        chosen={typed.wish}
        words={(each) => texts[`report.wish.${WISH_TEXTS[each] ?? each}`] ?? each}
      />
      <Words
        help={texts['report.keep-it-short']}
        label={t('report.reason')}
        onType={(reason) => onType({ reason })}
        required
        rows={4}
        value={typed.reason}
      />
    </>
  );
}

/** Of somebody who reports for another: who they are, and whether the person knows. */
export function AboutReporter({ typed, onType, texts, unnamed }: FieldsProps) {
  const { t } = useTranslation('cases');
  if (!saysOwnName(typed, unnamed)) return null;
  const own = (
    <Line
      label={t('report.yourName')}
      onType={(reporterName) => onType({ reporterName })}
      required
      value={typed.reporterName}
    />
  );
  if (isOwn(typed)) return own;
  const works = typed.reporter === 'professional' || typed.reporter === 'hospital-unit';
  return (
    <>
      <h2 className="section-heading">{t('report.you')}</h2>
      {works && <p className="quiet">{texts['report.duty']}</p>}
      {own}
      <Line
        label={t('report.yourContact')}
        onType={(reporterContact) => onType({ reporterContact })}
        value={typed.reporterContact}
      />
      {works && (
        <Line
          label={t('report.organisation')}
          onType={(organisation) => onType({ organisation })}
          value={typed.organisation}
        />
      )}
      <Choice
        help={texts['report.confidentiality']}
        label={t('report.consent')}
        name="consent"
        onChoose={(consent) => onType({ consent })}
        values={CONSENTS}
        chosen={typed.consent}
        words={(each) => texts[`report.consent.${each}`] ?? t(`report.consentWords.${each}`)}
      />
      {(typed.consent === 'given' || typed.consent === 'statutory') && (
        <Line
          label={t(typed.consent === 'given' ? 'report.consentBy' : 'report.ground')}
          onType={(consentBy) => onType({ consentBy })}
          value={typed.consentBy}
        />
      )}
    </>
  );
}

interface LineProps {
  label: string;
  value: string;
  onType: (value: string) => void;
  help?: string | undefined;
  required?: boolean;
}

export function Line({ label, value, onType, help, required = false }: LineProps) {
  const id = useId();
  return (
    <Field>
      <Label htmlFor={id}>{label}</Label>
      {help && <Field.Description>{help}</Field.Description>}
      <Input
        id={id}
        maxLength={200}
        onChange={(event) => onType(event.target.value)}
        required={required}
        value={value}
      />
    </Field>
  );
}

/** Several lines of somebody's own words. */
export function Words({ label, value, onType, help, ...rest }: LineProps & { rows?: number }) {
  const id = useId();
  return (
    <Field>
      <Label htmlFor={id}>{label}</Label>
      {help && <Field.Description>{help}</Field.Description>}
      <Textarea
        {...THEIRS}
        {...rest}
        id={id}
        maxLength={2000}
        onChange={(event) => onType(event.target.value)}
        value={value}
      />
    </Field>
  );
}

interface ChoiceProps<Value extends string> {
  label: ReactNode;
  name: string;
  values: readonly Value[];
  chosen: string;
  words: (value: Value) => string;
  onChoose: (value: Value) => void;
  help?: string | undefined;
}

export function Choice<Value extends string>({ label, values, chosen, words, ...rest }: ChoiceProps<Value>) {
  const { name, onChoose, help } = rest;
  return (
    <Fieldset>
      <Fieldset.Legend>{label}</Fieldset.Legend>
      {help && <Fieldset.Description>{help}</Fieldset.Description>}
      {values.map((each) => (
        <Radio
          checked={chosen === each}
          key={each}
          label={words(each)}
          name={name}
          onChange={() => onChoose(each)}
          value={each}
        />
      ))}
    </Fieldset>
  );
}
