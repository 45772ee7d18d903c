import { Button, Field, Label, Select } from '@digdir/designsystemet-react';
import { useId, useState } from 'react';
import { todayInNorway } from '../../../domain/dates';
import type { LifeEvent } from '../../../domain/openapi';
import { useTranslation } from '../../../i18n/useTranslation';
import { DateBox } from '../../../ui/dates/DateBox';
import { DatedForm } from '../../../ui/dates/DatedForm';
import { takesFocus } from '../../../ui/PageHeading';
import type { Act } from '../own/useAct';
import { TOLD } from './told';

/** Says what has changed and from when, with who sees it said before it is chosen. */
export function TellReview({ act }: { act: Act }) {
  const { t } = useTranslation('cases');
  const [open, setOpen] = useState(false);
  if (open) return <Telling act={act} onClose={() => setOpen(false)} />;
  return (
    <div>
      <Button onClick={() => setOpen(true)} variant="secondary">
        {t('reviews.tell')}
      </Button>
    </div>
  );
}

function Telling({ act, onClose }: { act: Act; onClose: () => void }) {
  const { t } = useTranslation('cases');
  const id = useId();
  const [event, setEvent] = useState<LifeEvent>('changed');
  const [day, setDay] = useState(todayInNorway());
  const send = async () => {
    if (await act('review-opened', { event, day })) onClose();
  };
  return (
    <DatedForm>
      <div className="own-act" ref={takesFocus} tabIndex={-1}>
        <p>{t('reviews.tellHelp')}</p>
        <Field>
          <Label htmlFor={id}>{t('reviews.what')}</Label>
          <Select
            id={id}
            onChange={({ target }) => setEvent(TOLD.find((each) => each === target.value) ?? event)}
            value={event}
          >
            {TOLD.map((each) => (
              <option key={each} value={each}>
                {t(`reviews.events.${each}`)}
              </option>
            ))}
          </Select>
        </Field>
        <DateBox label={t('reviews.day')} onDay={setDay} required={t('reviews.noDay')} value={day} />
        <div className="report__acts">
          <Button onClick={() => void send()}>{t('reviews.tellSend')}</Button>
          <Button data-anyway onClick={onClose} variant="tertiary">
            {t('reviews.undo')}
          </Button>
        </div>
      </div>
    </DatedForm>
  );
}
