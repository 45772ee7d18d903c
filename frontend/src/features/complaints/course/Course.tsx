import { Button } from '@digdir/designsystemet-react';
import { Link } from 'react-router';
import { dayInNorway } from '../../../domain/dates';
import type {
  ComplaintAnswer,
  ComplaintEvent,
  ComplaintWait,
  DeadlineAnswer,
  Guidance,
} from '../../../domain/openapi';
import { dayAsSpoken, dayInFull } from '../../../i18n/spoken';
import { useTranslation } from '../../../i18n/useTranslation';
import { complaintPrintPath } from '../../../paths';
import { Dotted } from '../../../ui/marks/Dotted';
import { WordsPlace } from '../../../ui/unsent/KeepsWords';
import { Doors } from '../Doors';
import type { Acting } from '../useComplaint';
import { Acts } from './Acts';

interface CourseProps {
  complaint: ComplaintAnswer;
  guidance: Guidance;
  acting: Acting;
}

/** What becomes of a complaint once it is sent: whose turn it is, what was said, and what is to be done. */
export function Course({ complaint, guidance, acting }: CourseProps) {
  const { t } = useTranslation('complaints');
  return (
    <>
      <Now complaint={complaint} guidance={guidance} />
      {complaint.next_steps && (
        <section className="complaint-card">
          <p>
            <strong>{t(complaint.orders.some(isNotDone) ? 'course.next' : 'course.nextReported')}</strong>
          </p>
          <Doors doors={guidance.next_steps} />
        </section>
      )}
      <Orders acting={acting} complaint={complaint} />
      <section className="complaint-card screen-only">
        <h2 className="section-heading">{t('course.can')}</h2>
        <WordsPlace id={complaint.id}>
          <Acts act={acting.act} complaint={complaint} />
        </WordsPlace>
      </section>
      <Statement complaint={complaint} guidance={guidance} />
      <History complaint={complaint} />
    </>
  );
}

const isNotDone = ({ overdue, reported_on }: ComplaintAnswer['orders'][number]) => overdue && !reported_on;

/** The county governor agreed with whoever complained, and nobody has written down what is to be done. */
const lacksOrders = ({ status, events, orders }: ComplaintAnswer) =>
  status === 'outcome' &&
  orders.length === 0 &&
  events.some(({ said }) => ['upheld', 'partly'].includes(String(said.verdict)));

function Now({ complaint, guidance }: { complaint: ComplaintAnswer; guidance: Guidance }) {
  const { t, i18n } = useTranslation('complaints');
  const { closes_on: end, today } = complaint;
  // The clock may be late by a night.
  const closes = end && end > today ? t('course.closes', { day: dayAsSpoken(end, i18n.language) }) : null;
  const rejection = complaint.may.includes('contested') ? complaint.rejection : null;
  return (
    <section className="complaint-card">
      <h2 className="section-heading">{t('course.now')}</h2>
      {rejection && <Rejected late={guidance.late} rejection={rejection} />}
      {complaint.waiting.length === 0 && !rejection && (
        <p>{closes ?? t(lacksOrders(complaint) ? 'course.upheld' : 'course.nothing')}</p>
      )}
      {complaint.waiting.length > 0 && (
        <ul className="plain-list">
          {complaint.waiting.map((wait) => (
            <li key={`${wait.step} ${wait.what}`}>
              <Waits complaint={complaint} wait={wait} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** By when to say that one does not agree; a day that has passed does not end it. */
function Rejected({ rejection, late }: { rejection: DeadlineAnswer; late: string }) {
  const { t, i18n } = useTranslation('complaints');
  const day = rejection.end ? dayAsSpoken(rejection.end, i18n.language) : '';
  return (
    <p>
      {t(rejection.late ? 'course.contestOver' : 'course.contest', { day })} {rejection.late && late}
    </p>
  );
}

/** "Enheten skal svare, eller si hvorfor det tar tid. Fristen var 2. april. 3 dager over tiden." */
function Waits({ complaint, wait }: { complaint: ComplaintAnswer; wait: ComplaintWait }) {
  const { t, i18n } = useTranslation('complaints');
  const names = complaint.capacity === 'case-handler' ? 'whoUnit' : 'who';
  return (
    <>
      {t(`course.${names}.${wait.who}`)} {t(`course.waits.${wait.step}`)}
      {wait.what ? `: ${sentence(wait.what)}` : '.'}{' '}
      {wait.due &&
        t(wait.days_late > 0 ? 'course.wasDue' : 'course.due', {
          day: dayAsSpoken(wait.due, i18n.language),
        })}{' '}
      {wait.days_late > 0 && <strong>{t('course.late', { count: wait.days_late })}</strong>}
    </>
  );
}

/** What people wrote, with its end. */
function sentence(words: string): string {
  return /[.?!]$/u.test(words) ? words : `${words}.`;
}

function Orders({ complaint, acting }: { complaint: ComplaintAnswer; acting: Acting }) {
  const { t, i18n } = useTranslation('complaints');
  if (complaint.orders.length === 0) return null;
  const may = (action: string) => complaint.may.includes(action);
  return (
    <section className="complaint-card">
      <h2 className="section-heading">{t('course.orders')}</h2>
      <ul className="plain-list">
        {complaint.orders.map((order) => (
          <li className="complaint-order" key={order.number}>
            <strong>{order.text}</strong>
            <span>
              {t('course.responsible', {
                name: order.responsible,
                day: dayAsSpoken(order.due, i18n.language),
              })}{' '}
              {order.overdue && <strong>{t('course.overdue')}</strong>}{' '}
              {order.reported_on &&
                t('course.reported', { day: dayAsSpoken(order.reported_on, i18n.language) })}{' '}
              {order.confirmed_on &&
                t('course.confirmed', { day: dayAsSpoken(order.confirmed_on, i18n.language) })}
            </span>
            {!order.confirmed_on && (
              <span className="complaint-acts">
                {may('order-confirmed') && (
                  <Button onClick={() => void acting.act('order-confirmed', { order: order.number })}>
                    {t('course.confirm')}
                  </Button>
                )}
                {may('order-reported') && !order.reported_on && (
                  <Button
                    onClick={() => void acting.act('order-reported', { order: order.number })}
                    variant="secondary"
                  >
                    {t('course.report')}
                  </Button>
                )}
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Statement({ complaint, guidance }: { complaint: ComplaintAnswer; guidance: Guidance }) {
  const { t, i18n } = useTranslation('complaints');
  if (!complaint.sent_on) return null;
  return (
    <section className="complaint-card">
      <h2 className="section-heading">{t('course.said')}</h2>
      <p className="quiet">{t('course.sentOn', { day: dayAsSpoken(complaint.sent_on, i18n.language) })}</p>
      <ul>
        {guidance.grounds
          .filter(({ ground }) => complaint.grounds.includes(ground))
          .map(({ ground, text }) => (
            <li key={ground}>{text}</li>
          ))}
      </ul>
      <p className="pack__words">{complaint.words}</p>
      {complaint.wished && <h3>{t('course.wished')}</h3>}
      <p className="pack__words">{complaint.wished}</p>
      <Link className="ds-link screen-only" to={complaintPrintPath(complaint.id)}>
        {t('course.read')}
      </Link>
    </section>
  );
}

/** What people wrote; choices stand in what follows from them. */
const SPOKEN = ['text', 'statement', 'reason', 'question', 'answer', 'words', 'note'];

function History({ complaint }: { complaint: ComplaintAnswer }) {
  const { t } = useTranslation('complaints');
  if (complaint.events.length === 0) return null;
  return (
    <section className="complaint-card">
      <h2 className="section-heading">{t('course.history')}</h2>
      <ol className="plain-list complaint-history">
        {complaint.events.map((event) => (
          <li key={event.number}>
            <Happened event={event} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Happened({ event }: { event: ComplaintEvent }) {
  const { t, i18n } = useTranslation('complaints');
  const chosen = ['extent', 'rejection', 'verdict'].map((name) => event.said[name]).find(Boolean);
  return (
    <>
      <strong>{t(`course.done.${event.action}`)}</strong>
      {chosen ? `: ${t(`course.choices.${String(chosen)}`).toLowerCase()}` : ''}{' '}
      <span className="quiet">
        <Dotted
          facts={[
            dayInFull(dayInNorway(Date.parse(event.at)), i18n.language),
            event.by,
            event.on_behalf_of && t('course.asSaid', { name: event.on_behalf_of }),
          ]}
        />
      </span>
      {SPOKEN.map((name) => event.said[name])
        .filter((said) => typeof said === 'string' && said !== '')
        .map((said) => (
          <p className="pack__words" key={String(said)}>
            {String(said)}
          </p>
        ))}
    </>
  );
}
