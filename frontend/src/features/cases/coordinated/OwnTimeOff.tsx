import { Button } from '@digdir/designsystemet-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { apiGet, apiSend, isProblem, keys } from '../../../api';
import type { OwnTimeOff as TimeOff } from '../../../domain/openapi';
import { dayAsTyped } from '../../../domain/readDay';
import { useTranslation } from '../../../i18n/useTranslation';
import { DateBox } from '../../../ui/dates/DateBox';
import { DatedForm } from '../../../ui/dates/DatedForm';

type Came = 'saved' | 'outdated' | 'wrong' | 'failed';

/** When this person is to be away, said by themself, in each municipality whose unit lists them. */
export function OwnTimeOff() {
  const { t } = useTranslation('coordinator');
  const [came, setCame] = useState<Came | null>(null);
  const found = useQuery({
    queryKey: keys.timeOff,
    queryFn: ({ signal }) => apiGet('/api/time-off', {}, signal),
  });
  if (!found.data || found.data.length === 0) return null;
  return (
    <section aria-labelledby="time-off" className="case-work">
      <h2 className="section-heading" id="time-off">
        {t('timeOff.title')}
      </h2>
      <p>{t('timeOff.intro')}</p>
      {found.data.map((each) => (
        <TimeOffForm key={each.municipality} named={found.data.length > 1} onCame={setCame} timeOff={each} />
      ))}
      <p role="status">{came && t(`timeOff.${came}`)}</p>
    </section>
  );
}

interface TimeOffFormProps {
  timeOff: TimeOff;
  named: boolean;
  onCame: (came: Came) => void;
}

function TimeOffForm({ timeOff, named, onCame }: TimeOffFormProps) {
  const { t } = useTranslation('coordinator');
  const queries = useQueryClient();
  // What the unit changes meanwhile stands there, but for what was written here.
  const [written, write] = useState<{ since?: string; until?: string }>({});
  const { since, until } = { since: timeOff.since ?? '', until: timeOff.until ?? '', ...written };
  const storedBeside = (stored: string | null, shown: string) =>
    stored && stored !== shown && t('timeOff.stored', { day: dayAsTyped(stored) });
  const save = async () => {
    let saved = false;
    try {
      const body = { version: timeOff.version, since: since || null, until: until || null };
      await apiSend('PUT /api/time-off/{municipality}', { municipality: timeOff.municipality }, body);
      saved = true;
      onCame('saved');
    } catch (error) {
      onCame(isProblem(error, 'outdated') ? 'outdated' : isProblem(error, 'invalid') ? 'wrong' : 'failed');
    }
    await queries.invalidateQueries({ queryKey: keys.timeOff });
    if (saved) write({});
  };
  return (
    <DatedForm>
      <div className="case-card">
        {named && <h3 className="section-heading">{t('timeOff.where', { name: timeOff.name })}</h3>}
        <DateBox
          label={t('timeOff.since')}
          note={storedBeside(timeOff.since, since)}
          onDay={(day) => write({ ...written, since: day })}
          value={since}
        />
        <DateBox
          label={t('timeOff.until')}
          note={storedBeside(timeOff.until, until)}
          onDay={(day) => write({ ...written, until: day })}
          value={until}
        />
        {timeOff.substitute && <p>{t('timeOff.substitute', { name: timeOff.substitute })}</p>}
        <div>
          <Button onClick={() => void save()} variant="secondary">
            {t('timeOff.save')}
          </Button>
        </div>
      </div>
    </DatedForm>
  );
}
