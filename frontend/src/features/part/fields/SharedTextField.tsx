import { Field, Label, Textarea } from '@digdir/designsystemet-react';
import { useEffect, useId, useRef } from 'react';
import type * as Y from 'yjs';
import { THEIRS } from '../../../i18n/theirWords';
import { useUnwritten } from '../../../state/useUnwritten';
import { TextBinding } from './bindText';
import { NamesInField, useInField } from './FieldPresence';
import { ReadField } from './ReadField';

interface SharedTextFieldProps {
  name: string;
  label: string;
  text: Y.Text | null;
  /** The text for readers; the text box itself is updated from the Y text without React. */
  value: string | undefined;
  editable: boolean;
  oneLine?: boolean;
  large?: boolean;
}

/** A text field that several people can edit concurrently. */
export function SharedTextField(props: SharedTextFieldProps) {
  const { name, label, text, value, editable, oneLine = false, large = false } = props;
  const id = useId();
  const box = useRef<HTMLTextAreaElement>(null);
  const tell = useUnwritten();
  const { others, look, enter, leave } = useInField(name);
  const writable = editable && text !== null;
  useEffect(() => {
    if (!writable || !text || !box.current) return;
    const owes = (owed: boolean) => tell(owed ? 'typing' : null, () => binding.flush());
    const binding = new TextBinding(text, box.current, oneLine, owes);
    return () => binding.destroy();
  }, [text, writable, oneLine, tell]);

  if (!writable) return <ReadField label={label} theirs value={value} />;
  return (
    <Field className={`field ${large ? 'field--large' : ''} ${look}`}>
      <Label htmlFor={id}>{label}</Label>
      <Textarea {...THEIRS} id={id} onBlur={leave} onFocus={enter} ref={box} rows={oneLine ? 1 : 2} />
      {others.length > 0 && <NamesInField others={others} />}
    </Field>
  );
}
