import { Alert, Button, Checkbox } from '@digdir/designsystemet-react';
import { useState } from 'react';
import type { Basis, ComplaintAnswer, DeadlineAnswer, EvidenceItem, Guidance } from '../../../domain/openapi';
import { dayInFull } from '../../../i18n/spoken';
import { useTranslation } from '../../../i18n/useTranslation';
import { DateBox } from '../../../ui/dates/DateBox';
import { Choice } from '../fields';
import type { DraftProps } from './draftProps';

type Days = Pick<
  ComplaintAnswer,
  'basis' | 'known_on' | 'uncertain' | 'reasons_asked' | 'reasons_came' | 'extended_on' | 'extended_to'
>;

function daysIn(complaint: ComplaintAnswer): Days {
  const { basis, known_on, uncertain, reasons_asked, reasons_came, extended_on, extended_to } = complaint;
  return { basis, known_on, uncertain, reasons_asked, reasons_came, extended_on, extended_to };
}

/** By which law, from when, and by when: with each step of the reckoning. */
export function Deadline({ complaint, guidance, acting, items }: DraftProps & { items: EvidenceItem[] }) {
  const { t } = useTranslation('complaints');
  const [asked, setAsked] = useState(complaint.reasons_asked !== null);
  // As it was said here: what the server answers comes later, and the next answer builds on this one.
  const [said, setSaid] = useState(() => daysIn(complaint));
  const { basis, known_on, uncertain, reasons_asked, reasons_came } = said;
  const say = (change: Partial<Days>) => {
    const next = { ...said, ...change };
    setSaid(next);
    // Of an extension both days or none: one alone says nothing yet.
    const whole = next.extended_on !== null && next.extended_to !== null;
    void acting.act('dated', whole ? { ...next } : { ...next, extended_on: null, extended_to: null });
  };
  return (
    <section className="complaint-card" data-anyway>
      <h2 className="section-heading">{t('draft.deadline')}</h2>
      <Choice<Basis>
        about={(each) => addresseeWords(guidance, each, t)}
        chosen={basis ?? ''}
        label={t('draft.basis')}
        onChoose={(each) => say({ basis: each })}
        values={guidance.bases.map((each) => each.basis)}
        words={(each) => guidance.bases.find((one) => one.basis === each)?.text ?? each}
      />
      {basis && (
        <>
          <DateBox
            atOnce
            label={t('draft.knownOn')}
            onDay={(day) => say({ known_on: day || null })}
            value={known_on ?? ''}
          />
          <Decisions items={items} onDay={(day) => say({ known_on: day, uncertain: false })} />
          <Checkbox
            checked={uncertain}
            label={t('draft.uncertain')}
            onChange={(event) => say({ uncertain: event.target.checked })}
          />
          <Checkbox
            checked={asked}
            label={t('draft.reasons')}
            onChange={(event) => {
              setAsked(event.target.checked);
              if (!event.target.checked) say({ reasons_asked: null, reasons_came: null });
            }}
          />
          {asked && (
            <>
              <DateBox
                atOnce
                label={t('draft.reasonsAsked')}
                onDay={(day) => say({ reasons_asked: day || null })}
                value={reasons_asked ?? ''}
              />
              <DateBox
                atOnce
                label={t('draft.reasonsCame')}
                onDay={(day) => say({ reasons_came: day || null })}
                value={reasons_came ?? ''}
              />
            </>
          )}
          <Extension onSay={say} said={said} />
        </>
      )}
      {complaint.deadline && <Reckoned deadline={complaint.deadline} guidance={guidance} />}
    </section>
  );
}

/** Whoever decided may give longer, if they say so before the end. */
function Extension({ said, onSay }: { said: Days; onSay: (change: Partial<Days>) => void }) {
  const { t } = useTranslation('complaints');
  const [given, setGiven] = useState(said.extended_to !== null);
  return (
    <>
      <Checkbox
        checked={given}
        label={t('draft.extended')}
        onChange={(event) => {
          setGiven(event.target.checked);
          if (!event.target.checked) onSay({ extended_on: null, extended_to: null });
        }}
      />
      {given && (
        <>
          <DateBox
            atOnce
            label={t('draft.extendedOn')}
            onDay={(day) => onSay({ extended_on: day || null })}
            value={said.extended_on ?? ''}
          />
          <DateBox
            atOnce
            label={t('draft.extendedTo')}
            onDay={(day) => onSay({ extended_to: day || null })}
            value={said.extended_to ?? ''}
          />
        </>
      )}
    </>
  );
}

type Say = (key: string, values: Record<string, string | number>) => string;

function addresseeWords(guidance: Guidance, basis: Basis, t: Say): string {
  const found = guidance.bases.find((each) => each.basis === basis);
  return found ? t('draft.weeks', { count: found.weeks, addressee: found.addressee }) : '';
}

function Decisions({ items, onDay }: { items: EvidenceItem[]; onDay: (day: string) => void }) {
  const { t, i18n } = useTranslation('complaints');
  const days = new Set(
    items.filter(({ kind, day }) => kind === 'decision' && day).map(({ day }) => day ?? ''),
  );
  return (
    <div className="complaint-acts">
      {[...days].map((day) => (
        <Button key={day} onClick={() => onDay(day)} variant="secondary">
          {t('draft.decision', { day: dayInFull(day, i18n.language) })}
        </Button>
      ))}
    </div>
  );
}

function Reckoned({ deadline, guidance }: { deadline: DeadlineAnswer; guidance: Guidance }) {
  const { t, i18n } = useTranslation('complaints');
  const { end, days_left, late } = deadline;
  return (
    <>
      <p aria-live="polite" className="complaint-counter">
        {end === null && t('draft.stopped')}
        {end !== null && (
          <strong>
            {t(late ? 'draft.endPassed' : 'draft.end', { day: dayInFull(end, i18n.language) })}{' '}
          </strong>
        )}
        {late && t('draft.late')}
        {!late && days_left !== null && t('draft.left', { count: days_left })}
      </p>
      {deadline.uncertain && <Alert data-color="info">{guidance.uncertain}</Alert>}
      {late && <Alert data-color="warning">{guidance.late}</Alert>}
      <details>
        <summary>{t('draft.how')}</summary>
        <ol>
          {deadline.steps.map((step) => (
            <li key={step.kind}>
              {t(`draft.steps.${step.kind}`, { count: step.weeks })}: {dayInFull(step.day, i18n.language)}
            </li>
          ))}
        </ol>
      </details>
    </>
  );
}
