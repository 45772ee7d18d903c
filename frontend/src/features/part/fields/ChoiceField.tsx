import { Field, Label, Select } from '@digdir/designsystemet-react';
import { useId } from 'react';
import { ReadField } from './SharedTextField';

export interface Choice {
  value: string;
  words: string;
}

interface ChoiceFieldProps {
  label: string;
  value: string | undefined;
  choices: readonly Choice[];
  editable: boolean;
  onWrite: (value: string) => void;
}

/** A choice field. An unknown value, for example from a newer page, is shown as the first choice. */
export function ChoiceField({ label, value, choices, editable, onWrite }: ChoiceFieldProps) {
  const id = useId();
  const chosen = choices.find((choice) => choice.value === (value ?? '')) ?? choices[0];
  if (!editable) return <ReadField label={label} value={chosen?.words} />;
  return (
    <Field className="field">
      <Label htmlFor={id}>{label}</Label>
      <Select id={id} onChange={(event) => onWrite(event.target.value)} value={chosen?.value ?? ''}>
        {choices.map((choice) => (
          <Select.Option key={choice.value} value={choice.value}>
            {choice.words}
          </Select.Option>
        ))}
      </Select>
    </Field>
  );
}
