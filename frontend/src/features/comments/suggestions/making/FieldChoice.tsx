import { Label, Select } from '@digdir/designsystemet-react';
import { useEffect, useId, useRef } from 'react';
import type * as Y from 'yjs';
import { FIELDS } from '../../../../domain/contract';
import { hasFields } from '../../../../domain/kinds';
import type { PartView } from '../../../../domain/types';
import { useTranslation } from '../../../../i18n/useTranslation';
import { focusWithoutJump } from '../../cards/focusWithoutJump';
import type { Draft } from '../../threads/drafts';

/** The fields of a part whose values can be suggested: not one that names another part. */
export function suggestableFields(part: PartView): string[] {
  if (!hasFields(part.kind)) return [];
  const fields: Record<string, unknown> = FIELDS[part.kind];
  return Object.keys(fields).filter((field) => fields[field] !== 'part');
}

/** A draft about a field, which begins with what it says now. */
export function aboutField(doc: Y.Doc, field: string): Draft {
  const now = String(doc.getMap('fields').get(field) ?? '');
  return { text: now, quoted: null, field, original: now };
}

interface FieldChoiceProps {
  part: PartView;
  field: string;
  onField: (field: string) => void;
  focusTurn: number;
}

/** Which field the suggestion is about. */
export function FieldChoice({ part, field, onField, focusTurn }: FieldChoiceProps) {
  const { t } = useTranslation('suggestions');
  const id = useId();
  const select = useRef<HTMLSelectElement>(null);
  useEffect(() => {
    if (focusTurn > 0 && select.current) focusWithoutJump(select.current);
  }, [focusTurn]);
  return (
    <>
      <Label htmlFor={id} data-size="sm">
        {t('whichField')}
      </Label>
      <Select
        id={id}
        ref={select}
        data-size="sm"
        value={field}
        onChange={(event) => onField(event.target.value)}
      >
        {suggestableFields(part).map((each) => (
          <Select.Option key={each} value={each}>
            {t(`plan:${part.kind}.${each}`)}
          </Select.Option>
        ))}
      </Select>
    </>
  );
}
