import { Alert, Button } from '@digdir/designsystemet-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { apiGet, keys } from '../../../api';
import { todayInNorway } from '../../../domain/dates';
import type { CaseAnswer } from '../../../domain/openapi';
import { textsOf } from '../../../i18n';
import { dayInFull } from '../../../i18n/spoken';
import { useTranslation } from '../../../i18n/useTranslation';
import { deskCasePath } from '../../../paths';
import { DateBox } from '../../../ui/dates/DateBox';
import { DatedForm } from '../../../ui/dates/DatedForm';
import { PageHeading } from '../../../ui/PageHeading';
import { PaperFoot } from '../../../ui/paper/PaperFoot';
import { Answered } from '../../../ui/problems/Answered';
import { UnitPage } from '../../../ui/unit/UnitPage';
import { useCase, useDesk } from '../desk/useDesk';
import { type Letter, letterIn, lettersOf } from './letters';
import '../../../i18n/cases';
import '../desk/words';
import '../cases.css';
import './letter.css';

/** Letters are in bokmål, whoever writes them and in whichever language they read the page. */
const LANGUAGE = 'nb';

/** A decision as it goes by post: to be printed, and then said to be posted. */
export function LetterPage() {
  const { t } = useTranslation('desk');
  const { municipality = '', case: id = '' } = useParams();
  const [search] = useSearchParams();
  const found = useCase(id);
  return (
    <UnitPage>
      <Answered loading={t('cases:desk.loading')} of={found}>
        {(answer) => {
          const letter = letterIn(lettersOf(answer.timeline), Number(search.get('nr')));
          return (
            <div className="front">
              <Link className="ds-link screen-only" to={deskCasePath(municipality, id)}>
                {t('letter.back')}
              </Link>
              {letter ? (
                <ToPost
                  found={answer}
                  id={id}
                  key={letter.decision}
                  letter={letter}
                  municipality={municipality}
                />
              ) : (
                <PageHeading tab={t('letter.tab')} title={t('letter.none')} />
              )}
            </div>
          );
        }}
      </Answered>
    </UnitPage>
  );
}

interface ToPostProps {
  found: CaseAnswer;
  letter: Letter;
  municipality: string;
  id: string;
}

function ToPost({ found, letter, municipality, id }: ToPostProps) {
  const { t, i18n } = useTranslation('desk');
  return (
    <>
      {found.row.protected && (
        <Alert className="screen-only" data-color="warning">
          {t('letter.protected')}
        </Alert>
      )}
      <p className="screen-only">{t('letter.help')}</p>
      <Paper found={found} letter={letter} municipality={municipality} />
      <div className="screen-only desk-form">
        <div>
          <Button onClick={() => window.print()}>{t('letter.print')}</Button>
        </div>
        {letter.posted === null ? (
          <SayPosted found={found} id={id} letter={letter} municipality={municipality} />
        ) : (
          <p role="status">{t('letter.posted', { day: dayInFull(letter.posted, i18n.language) })}</p>
        )}
      </div>
    </>
  );
}

/** The sheet itself: from whom, to whom, of which day, and word for word what was decided. */
function Paper({ found, letter, municipality }: Omit<ToPostProps, 'id'>) {
  const { t } = useTranslation('desk');
  const say = textsOf(LANGUAGE, 'desk');
  const unit = useQuery({
    queryKey: keys.unitContact(municipality, LANGUAGE),
    queryFn: ({ signal }) =>
      apiGet(
        '/api/municipalities/{municipality}/contact/{language}',
        { municipality, language: LANGUAGE },
        signal,
      ),
  }).data;
  const from = unit && [unit.unit, unit.municipality];
  return (
    <article className="letter" lang={LANGUAGE}>
      <PaperFoot words={say('letter.foot', { code: found.code })} />
      <div className="letter__from">
        {from?.map((line) => (
          <p key={line}>{line}</p>
        ))}
        {unit?.lines.map(({ label, said }) => (
          <p className="quiet" key={label}>
            {label}: {said}
          </p>
        ))}
      </div>
      <p className="letter__to">{found.row.name}</p>
      <p>{say('letter.dated', { day: dayInFull(letter.day, LANGUAGE), code: found.code })}</p>
      <PageHeading
        lang={LANGUAGE}
        tab={t('letter.tab')}
        title={say('letter.title', { thing: say(`cases:own.things.${letter.thing}`).toLowerCase() })}
      />
      <p className="case-words">{letter.words}</p>
      <p className="letter__sign">
        {say('letter.regards')}
        <br />
        {letter.by}
        {from && <br />}
        {from?.join(', ')}
      </p>
    </article>
  );
}

function SayPosted({ found, letter, municipality, id }: ToPostProps) {
  const { t } = useTranslation('desk');
  const { act, said } = useDesk(municipality, id, found.number);
  const [day, setDay] = useState(todayInNorway());
  const send = () => act({ action: 'letter-posted', said: { decision: letter.decision, day } });
  return (
    <DatedForm>
      <DateBox label={t('letter.day')} max={todayInNorway()} min={letter.day} onDay={setDay} value={day} />
      <div>
        <Button aria-disabled={!day} onClick={() => day && void send()} variant="secondary">
          {t('letter.say')}
        </Button>
      </div>
      <div role="status">{said?.wrong && <Alert data-color="warning">{said.words}</Alert>}</div>
    </DatedForm>
  );
}
