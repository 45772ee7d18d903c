import { Button, Checkbox, Fieldset } from '@digdir/designsystemet-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { apiSend } from '../../api';
import { todayInNorway } from '../../domain/dates';
import type { Ground } from '../../domain/openapi';
import { useTranslation } from '../../i18n/useTranslation';
import { unitComplaintPath } from '../../paths';
import { DateBox } from '../../ui/dates/DateBox';
import { DatedForm } from '../../ui/dates/DatedForm';
import { takesFocus } from '../../ui/PageHeading';
import { Area, Choice } from './fields';
import { useProblemWords } from './useComplaint';
import { useMyComplaints } from './useGuidance';

type Came = 'letter' | 'handed-in' | 'spoken';
const CAME: Came[] = ['letter', 'handed-in', 'spoken'];
const NOTHING = {
  channel: 'letter' as Came,
  day: '',
  grounds: [] as Ground[],
  words: '',
  wished: '',
  known_on: '',
  late_reason: '',
  signed: false,
};

interface TakeDownProps {
  municipality: string;
  /** Of whoever complains. */
  about: string;
}

/** What came to the unit on paper, or was said to it, for somebody who may have no login. */
export function TakeDown(props: TakeDownProps) {
  const { t } = useTranslation('complaints');
  const [open, setOpen] = useState(false);
  if (open) return <TakeDownForm {...props} onClose={() => setOpen(false)} />;
  return (
    <div>
      <Button onClick={() => setOpen(true)} variant="secondary">
        {t('unit.takeDown')}
      </Button>
    </div>
  );
}

function TakeDownForm({ municipality, about, onClose }: TakeDownProps & { onClose: () => void }) {
  const { t } = useTranslation('complaints');
  const wordsOf = useProblemWords();
  const queries = useQueryClient();
  const go = useNavigate();
  const guidance = useMyComplaints().data?.guidance;
  const [said, setSaid] = useState(() => ({ ...NOTHING, day: todayInNorway() }));
  const [fault, setFault] = useState('');
  const say = (change: Partial<typeof NOTHING>) => setSaid((before) => ({ ...before, ...change }));
  const choose = (ground: Ground, chosen: boolean) =>
    say({ grounds: [...said.grounds.filter((each) => each !== ground), ...(chosen ? [ground] : [])] });
  const spoken = said.channel === 'spoken';
  const keep = async () => {
    try {
      const signed = said.signed && !spoken;
      const body = { ...said, case: about, known_on: said.known_on || null, signed };
      const { id } = await apiSend('POST /api/units/{municipality}/complaints', { municipality }, body);
      await queries.invalidateQueries({ queryKey: ['unit complaints'] });
      await go(unitComplaintPath(municipality, id));
    } catch (error) {
      setFault(wordsOf(error));
    }
  };
  return (
    <DatedForm>
      <div className="complaint-form">
        <h3 className="complaint-form__title" ref={takesFocus} tabIndex={-1}>
          {t('unit.takeDownTitle')}
        </h3>
        <p className="pack__words">{guidance?.taking_down}</p>
        <Choice
          chosen={said.channel}
          label={t('unit.came')}
          onChoose={(channel) => say({ channel })}
          values={CAME}
          words={(each) => t(`unit.cameBy.${each}`)}
        />
        <DateBox label={t('unit.cameOn')} onDay={(day) => say({ day })} value={said.day} />
        <Fieldset>
          <Fieldset.Legend>{t('unit.about')}</Fieldset.Legend>
          {guidance?.grounds.map(({ ground, text }) => (
            <Checkbox
              checked={said.grounds.includes(ground)}
              key={ground}
              label={text}
              onChange={(event) => choose(ground, event.target.checked)}
            />
          ))}
        </Fieldset>
        <Area label={t('unit.words')} onType={(words) => say({ words })} value={said.words} />
        <Area label={t('unit.wished')} onType={(wished) => say({ wished })} value={said.wished} />
        <DateBox label={t('unit.knownOn')} onDay={(known_on) => say({ known_on })} value={said.known_on} />
        <Area
          label={t('unit.lateReason')}
          onType={(late_reason) => say({ late_reason })}
          value={said.late_reason}
        />
        {!spoken && (
          <Checkbox
            checked={said.signed}
            label={t('unit.signed')}
            onChange={(event) => say({ signed: event.target.checked })}
          />
        )}
        {fault && <p role="alert">{fault}</p>}
        <div className="complaint-acts">
          <Button
            disabled={!said.day || said.grounds.length === 0 || !said.words.trim()}
            onClick={() => void keep()}
          >
            {t('unit.keep')}
          </Button>
          <Button data-anyway onClick={onClose} variant="tertiary">
            {t('course.undo')}
          </Button>
        </div>
      </div>
    </DatedForm>
  );
}
