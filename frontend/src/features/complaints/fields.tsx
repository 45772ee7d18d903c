import { Field, Fieldset, Input, Label, Radio, Textarea } from '@digdir/designsystemet-react';
import { type ReactNode, useId } from 'react';
import { THEIRS } from '../../i18n/theirWords';

interface ChoiceProps<Value extends string> {
  label: ReactNode;
  values: readonly Value[];
  chosen: string;
  words: (value: Value) => string;
  about?: (value: Value) => string;
  onChoose: (value: Value) => void;
}

export function Choice<Value extends string>({ label, values, chosen, words, ...rest }: ChoiceProps<Value>) {
  const name = useId();
  return (
    <Fieldset>
      <Fieldset.Legend>{label}</Fieldset.Legend>
      {values.map((each) => (
        <Radio
          checked={chosen === each}
          description={rest.about?.(each)}
          key={each}
          label={words(each)}
          name={name}
          onChange={() => rest.onChoose(each)}
          value={each}
        />
      ))}
    </Fieldset>
  );
}

interface TypedProps {
  label: ReactNode;
  value: string;
  onType: (value: string) => void;
  onLeave?: () => void;
}

export function Line({ label, value, onType, onLeave }: TypedProps) {
  const id = useId();
  return (
    <Field>
      <Label htmlFor={id}>{label}</Label>
      <Input
        id={id}
        maxLength={200}
        onBlur={onLeave}
        onChange={(event) => onType(event.target.value)}
        value={value}
      />
    </Field>
  );
}

export function Area({ label, value, onType, onLeave }: TypedProps) {
  const id = useId();
  return (
    <Field>
      <Label htmlFor={id}>{label}</Label>
      <Textarea
        {...THEIRS}
        id={id}
        maxLength={20_000}
        onBlur={onLeave}
        onChange={(event) => onType(event.target.value)}
        rows={5}
        value={value}
      />
    </Field>
  );
}
