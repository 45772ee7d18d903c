import { Button } from '@digdir/designsystemet-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { apiGet, apiSend, isProblem, keys } from '../../../api';
import type { OwnTimeOff as TimeOff } from '../../../domain/openapi';
import { useTranslation } from '../../../i18n/useTranslation';
import { DateBox } from '../../../ui/dates/DateBox';

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
        // What the unit changed meanwhile is what stands there.
        <TimeOffForm
          key={`${each.municipality} ${each.version}`}
          named={found.data.length > 1}
          onCame={setCame}
          timeOff={each}
        />
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
  const [since, setSince] = useState(timeOff.since ?? '');
  const [until, setUntil] = useState(timeOff.until ?? '');
  const save = async () => {
    try {
      const body = { version: timeOff.version, since: since || null, until: until || null };
      await apiSend('PUT /api/time-off/{municipality}', { municipality: timeOff.municipality }, body);
      onCame('saved');
    } catch (error) {
      onCame(isProblem(error, 'outdated') ? 'outdated' : isProblem(error, 'invalid') ? 'wrong' : 'failed');
    }
    await queries.invalidateQueries({ queryKey: keys.timeOff });
  };
  return (
    <div className="case-card">
      {named && <h3 className="section-heading">{t('timeOff.where', { name: timeOff.name })}</h3>}
      <DateBox label={t('timeOff.since')} onDay={setSince} value={since} />
      <DateBox label={t('timeOff.until')} onDay={setUntil} value={until} />
      {timeOff.substitute && <p>{t('timeOff.substitute', { name: timeOff.substitute })}</p>}
      <div>
        <Button onClick={() => void save()} variant="secondary">
          {t('timeOff.save')}
        </Button>
      </div>
    </div>
  );
}
