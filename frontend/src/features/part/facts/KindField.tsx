import type * as Y from 'yjs';
import { FIELDS } from '../../../domain/contract';
import type { KindWithFields } from '../../../domain/kinds';
import type { PartView, PlanView } from '../../../domain/types';
import { useTranslation } from '../../../i18n/useTranslation';
import { type Fields, textField } from '../../../sync';
import { ChoiceField, OpenChoice } from '../fields/ChoiceField';
import { DateField } from '../fields/DateField';
import { SharedTextField } from '../fields/SharedTextField';
import { useFieldWriting } from './useFieldWriting';

export interface FactsProps {
  plan: PlanView;
  part: PartView;
  doc: Y.Doc;
  fields: Fields;
  editable: boolean;
}

type FieldType = 'text' | 'date' | 'part' | readonly string[];

interface KindFieldProps<Kind extends KindWithFields> extends Omit<FactsProps, 'plan'> {
  kind: Kind;
  name: keyof (typeof FIELDS)[Kind] & string;
  /** Overrides the label of the field when it depends on the reader. */
  label?: string;
  warning?: string | undefined;
  /** A choice whose every answer is one press away, where it can be written. */
  open?: boolean;
}

/** A field rendered by its type in the contract: text, date or choice. */
export function KindField<Kind extends KindWithFields>(props: KindFieldProps<Kind>) {
  const { t } = useTranslation('plan');
  const { kind, name, part, doc, fields, editable, open = false, warning } = props;
  const type = FIELDS[kind][name] as FieldType;
  const common = {
    name,
    label: props.label ?? t(`${kind}.${name}`),
    value: fields[name],
    editable,
    onWrite: useFieldWriting({ doc, document: part.document, editable }, name),
  };
  if (type === 'date') return <DateField {...common} warning={warning} />;
  if (type === 'text') {
    const look = name === 'title' ? { large: true, oneLine: true } : {};
    return <SharedTextField {...common} {...look} text={textField(doc, name)} />;
  }
  // A choice of parts is rendered by the layout, which knows the candidates.
  if (type === 'part') return null;
  const choices = type.map((choice) => ({ value: choice, words: t(`${kind}.choices.${name}.${choice}`) }));
  const Choice = open && editable ? OpenChoice : ChoiceField;
  return <Choice {...common} choices={choices} />;
}
