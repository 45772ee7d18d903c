import type { GoneThrough as Gone, OwnCase } from '../../../domain/openapi';
import { dayAsSpoken } from '../../../i18n/spoken';
import { useTranslation } from '../../../i18n/useTranslation';
import { useOwnWords } from './ownWords';

/** What was written down about what was gone through, by whom, and what the owner is said to have approved. */
export function GoneThrough({ own }: { own: OwnCase }) {
  const say = useOwnWords();
  // A process of the release before says none, while both run.
  const all = own.gone_through ?? [];
  if (all.length === 0) return null;
  return (
    <section className="case-card">
      <h2 className="section-heading">{say('gone.title')}</h2>
      <ul className="plain-list">
        {all.map((each) => (
          <li key={each.number}>
            <One gone={each} />
          </li>
        ))}
      </ul>
      <p>{say('gone.wrong')}</p>
    </section>
  );
}

function One({ gone }: { gone: Gone }) {
  const { t, i18n } = useTranslation('cases');
  const say = useOwnWords();
  const { event, day, done, reason, actor, by, on } = gone;
  const spoken = (iso: string) => dayAsSpoken(iso, i18n.language);
  const of = event ? 'event' : 'plan';
  return (
    <>
      <p>
        {event && day && t('reviews.item', { event: t(`reviews.events.${event}`), day: spoken(day) })}{' '}
        {say(`gone.${of}.${done ? 'done' : 'not'}`)}
      </p>
      {reason && <p className="case-words">{reason}</p>}
      <p className="quiet">{say(`gone.by.${actor}`, { name: by, day: spoken(on) })}</p>
    </>
  );
}
