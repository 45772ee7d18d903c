import { useState } from 'react';
import { useTranslation } from '../../../i18n/useTranslation';
import { Choice, Line } from '../fields';
import type { DraftProps } from './draftProps';

/** To whom it goes: the unit answers for what health law gives, and whoever else decided is written to. */
export function Addressee({ complaint, acting }: DraftProps) {
  const { t } = useTranslation('complaints');
  const health = complaint.basis === 'health';
  const [other, setOther] = useState(complaint.addressee);
  const [chosen, setChosen] = useState(complaint.to_unit ? 'unit' : complaint.addressee && 'other');
  if (!complaint.basis) return null;
  const keep = () => {
    if (other.trim() && other !== complaint.addressee)
      void acting.act('addressed', { to_unit: false, addressee: other });
  };
  const choose = (each: 'unit' | 'other') => {
    setChosen(each);
    void acting.act('addressed', { to_unit: each === 'unit', addressee: each === 'unit' ? '' : other });
  };
  return (
    <section className="complaint-card">
      <h2 className="section-heading">{t('draft.recipient')}</h2>
      {health && (
        <Choice<'unit' | 'other'>
          chosen={chosen}
          label={t('draft.to')}
          onChoose={choose}
          values={['unit', 'other']}
          words={(each) =>
            each === 'unit' ? t('draft.unit', { name: complaint.municipality }) : t('draft.other')
          }
        />
      )}
      {(!health || chosen === 'other') && (
        <Line label={t('draft.addressee')} onLeave={keep} onType={setOther} value={other} />
      )}
    </section>
  );
}
