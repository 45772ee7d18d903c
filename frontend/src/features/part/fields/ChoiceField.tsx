import { Chip, Field, Fieldset, Label, Select } from '@digdir/designsystemet-react';
import { useId } from 'react';
import { useTranslation } from '../../../i18n/useTranslation';
import { NamesInField, useInField } from './FieldPresence';
import { ReadField } from './ReadField';

export interface Choice {
  value: string;
  words: string;
}

interface ChoiceFieldProps {
  name: string;
  label: string;
  value: string | undefined;
  /** The first is what an unset value means. */
  choices: readonly Choice[];
  editable: boolean;
  onWrite: (value: string) => void;
}

/** A choice from a list. */
export function ChoiceField({ name, label, value, choices, editable, onWrite }: ChoiceFieldProps) {
  const id = useId();
  const { all, chosen } = useChoices(choices, value);
  const { others, look, enter, leave } = useInField(name);
  if (!editable) return <ReadField label={label} value={chosen?.words} />;
  return (
    <Field className={`field ${look}`}>
      <Label htmlFor={id}>{label}</Label>
      <Select
        id={id}
        onBlur={leave}
        onChange={(event) => onWrite(event.target.value)}
        onFocus={enter}
        value={chosen?.value ?? ''}
      >
        {all.map((choice) => (
          <Select.Option key={choice.value} value={choice.value}>
            {choice.words}
          </Select.Option>
        ))}
      </Select>
      {others.length > 0 && <NamesInField others={others} />}
    </Field>
  );
}

/** A choice among a few, each of which is one press away. */
export function OpenChoice({ name, label, value, choices, onWrite }: Omit<ChoiceFieldProps, 'editable'>) {
  const group = useId();
  const { all, chosen } = useChoices(choices, value);
  const { others, look, enter, leave } = useInField(name);
  return (
    <Fieldset className={`open-choice ${look}`} onBlur={leave} onFocus={enter}>
      <Fieldset.Legend>{label}</Fieldset.Legend>
      <div className="open-choice__row">
        {all.map((choice) => (
          <Chip.Radio
            checked={choice === chosen}
            key={choice.value}
            name={group}
            onChange={() => onWrite(choice.value)}
            value={choice.value}
          >
            {choice.words}
          </Chip.Radio>
        ))}
      </div>
      {others.length > 0 && <NamesInField others={others} />}
    </Fieldset>
  );
}

/** A value of a newer page is a choice like the others, which this page has no words for: another would be untrue. */
function useChoices(choices: readonly Choice[], value = '') {
  const { t } = useTranslation('plan');
  const known = choices.find((choice) => choice.value === value) ?? (value === '' ? choices[0] : undefined);
  if (known || value === '') return { all: choices, chosen: known };
  const unknown = { value, words: t('field.unknown') };
  return { all: [...choices, unknown], chosen: unknown };
}
