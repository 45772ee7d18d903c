import { Label, Select, Textarea } from '@digdir/designsystemet-react';
import { useId } from 'react';
import type { PartView } from '../../../../domain/types';
import { THEIRS } from '../../../../i18n/theirWords';
import { useTranslation } from '../../../../i18n/useTranslation';
import { DateBox } from '../../../../ui/dates/DateBox';
import { fieldTypeOf } from '../useSaid';
import type { EntryProps } from './NewWords';

interface FieldProps extends EntryProps {
  part: PartView;
  field: string;
}

/** The value of a field as it is to be: words, a day or a choice. */
export function FieldValue({ part, field, draft, onDraft, readOnly }: FieldProps) {
  const { t } = useTranslation('suggestions');
  const id = useId();
  const type = fieldTypeOf(part, field);
  const write = (text: string) => onDraft({ ...draft, text });
  if (type === 'date') return <DateBox label={t('asItShouldStand')} onDay={write} value={draft.text} />;
  return (
    <>
      <Label htmlFor={id} data-size="sm">
        {t('asItShouldStand')}
      </Label>
      {type === 'text' ? (
        <Textarea
          {...THEIRS}
          id={id}
          data-size="sm"
          rows={2}
          value={draft.text}
          readOnly={readOnly}
          onChange={(event) => write(event.target.value)}
        />
      ) : (
        <Select id={id} data-size="sm" value={draft.text} onChange={(event) => write(event.target.value)}>
          {(Array.isArray(type) ? type : []).map((choice: string) => (
            <Select.Option key={choice} value={choice}>
              {t(`plan:${part.kind}.choices.${field}.${choice}`)}
            </Select.Option>
          ))}
        </Select>
      )}
    </>
  );
}
