import { Alert, Button } from '@digdir/designsystemet-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { apiSend, isProblem, keys } from '../../../api';
import type { ServiceLeader } from '../../../domain/openapi';
import { useTranslation } from '../../../i18n/useTranslation';
import { takesFocus } from '../../../ui/PageHeading';
import { Answered } from '../../../ui/problems/Answered';
import { Line } from '../report/fields';
import { FindPerson } from './FindPerson';
import { useLeaders } from './useLeaders';

/** Who leads a service and answers for it, as the unit gives and ends it. */
export function Leaders({ municipality }: { municipality: string }) {
  const { t } = useTranslation('desk');
  const found = useLeaders(municipality);
  const { give, end, came } = useLeading(municipality);
  return (
    <section aria-labelledby="leaders" className="desk-forms">
      <h2 className="section-heading" id="leaders">
        {t('leaders.title')}
      </h2>
      <p className="quiet">{t('leaders.intro')}</p>
      <Answered loading={t('leaders.loading')} of={found}>
        {({ leaders }) => (
          <>
            {leaders.length === 0 && <p>{t('leaders.none')}</p>}
            <ul className="plain-list plan-words">
              {leaders.map((each) => (
                <li className="report__acts" key={`${each.person} ${each.workplace}`}>
                  <span>{t('leaders.line', { ...each })}</span>
                  <Button onClick={() => void end(each)} variant="tertiary">
                    {t('leaders.end', { ...each })}
                  </Button>
                </li>
              ))}
            </ul>
          </>
        )}
      </Answered>
      <div role="status">
        {came && (
          <Alert data-color={came.wrong ? 'warning' : 'success'} ref={takesFocus} tabIndex={-1}>
            {came.words}
          </Alert>
        )}
      </div>
      <NewLeader give={give} municipality={municipality} />
    </section>
  );
}

type Give = (person: string, workplace: string) => Promise<boolean>;

function NewLeader({ municipality, give }: { municipality: string; give: Give }) {
  const { t } = useTranslation('desk');
  const [adding, add] = useState(false);
  const [person, setPerson] = useState('');
  const [workplace, setWorkplace] = useState('');
  const [missing, setMissing] = useState(false);
  if (!adding)
    return (
      <div>
        <Button onClick={() => add(true)} variant="secondary">
          {t('leaders.add')}
        </Button>
      </div>
    );
  const done = () => {
    add(false);
    setPerson('');
    setWorkplace('');
    setMissing(false);
  };
  const send = async () => {
    const ready = person.trim() !== '' && workplace.trim() !== '';
    setMissing(!ready);
    if (ready && (await give(person.trim(), workplace.trim()))) done();
  };
  return (
    <div className="case-card desk-form">
      <h3 className="section-heading" ref={takesFocus} tabIndex={-1}>
        {t('leaders.add')}
      </h3>
      <FindPerson chosen={person} municipality={municipality} onChoose={setPerson} />
      <Line label={t('leaders.workplace')} onType={setWorkplace} value={workplace} />
      <p role="status">{missing && t('leaders.missing')}</p>
      <div className="report__acts">
        <Button onClick={() => void send()}>{t('save')}</Button>
        <Button onClick={done} variant="secondary">
          {t('directory.leave')}
        </Button>
      </div>
    </div>
  );
}

function useLeading(municipality: string) {
  const { t } = useTranslation('desk');
  const queries = useQueryClient();
  const [came, setCame] = useState<{ words: string; wrong: boolean } | null>(null);
  const trying = async (work: () => Promise<unknown>, words: string) => {
    setCame(null);
    let now = { words, wrong: false };
    try {
      await work();
    } catch (error) {
      const full = isProblem(error, 'too-many-requests') || isProblem(error, 'limit-reached');
      const why = isProblem(error, 'invalid') ? 'leaders.invalid' : full ? 'directory.full' : 'failed';
      now = { words: t(why), wrong: true };
    }
    await queries.invalidateQueries({ queryKey: keys.leaders(municipality) });
    setCame(now);
    return !now.wrong;
  };
  const give: Give = (person, workplace) =>
    trying(
      () => apiSend('POST /api/units/{municipality}/leaders', { municipality }, { person, workplace }),
      t('leaders.given', { workplace }),
    );
  const end = ({ person, name, workplace }: ServiceLeader) =>
    trying(
      () => apiSend('POST /api/units/{municipality}/leaders/end', { municipality }, { person, workplace }),
      t('leaders.ended', { name, workplace }),
    );
  return { give, end, came };
}
