import type { CaseAnswer } from '../../../domain/openapi';
import { dayInFull } from '../../../i18n/spoken';
import { useTranslation } from '../../../i18n/useTranslation';
import { Dotted } from '../../../ui/marks/Dotted';

type Entry = CaseAnswer['timeline'][number];
type Said = Entry['said'][string];

/** Ids that say nothing to people, and what stands elsewhere in words. */
const UNSAID = new Set([
  'handler',
  'person',
  'substitute_person',
  'into',
  'origin',
  'plan',
  'verified',
  'subject',
]);

/** What was done in the case, newest last, with the track it moved and what was said. */
export function Timeline({ found }: { found: CaseAnswer }) {
  const { t } = useTranslation('cases');
  return (
    <section className="case-card">
      <h2 className="section-heading">{t('desk.timeline')}</h2>
      <ol className="plain-list desk-timeline">
        {found.timeline.map((entry) => (
          <li key={entry.number}>
            <TimelineEntry entry={entry} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function TimelineEntry({ entry }: { entry: Entry }) {
  const { t, i18n } = useTranslation(['desk', 'cases']);
  const who = entry.by || t(`cases:own.who.${entry.actor}`);
  const words = useSaidWords();
  const said = Object.entries(entry.said).filter(([name]) => !UNSAID.has(name));
  return (
    <>
      <strong>{t(`cases:desk.actions.${entry.action}`, entry.action)}</strong>{' '}
      <span className="quiet">
        <Dotted
          facts={[
            t(`tracks.${entry.track}`),
            dayInFull(entry.at.slice(0, 10), i18n.language),
            entry.on_behalf_of ? t('timeline.by', { who, behalf: entry.on_behalf_of }) : who,
          ]}
        />
      </span>
      {said.map(([name, value]) => {
        const text = words(name, value);
        return text === '' ? null : (
          <p className="case-words" key={name}>
            <span className="quiet">
              {t(`forms.${entry.action}.${name}`, t(`fields.${name}`)).replace(/[?.]$/u, '')}:
            </span>{' '}
            {text}
          </p>
        );
      })}
      {entry.shown && (
        <>
          <details className="screen-only">
            <summary>{t('timeline.told')}</summary>
            <blockquote className="case-words">{entry.shown}</blockquote>
          </details>
          <div className="paper-only">
            <p>{t('timeline.told')}:</p>
            <blockquote className="case-words">{entry.shown}</blockquote>
          </div>
        </>
      )}
    </>
  );
}

const DAY = /^\d{4}-\d{2}-\d{2}$/u;

/** A value of what was said in words; `''`: nothing was. */
function useSaidWords(): (name: string, value: Said) => string {
  const { t, i18n } = useTranslation('desk');
  return (name, value) => {
    if (typeof value === 'boolean') return t(value ? 'yes' : 'no');
    if (Array.isArray(value)) return value.map(String).join(', ');
    if (typeof value !== 'string') return '';
    return DAY.test(value) ? dayInFull(value, i18n.language) : t(`values.${name}.${value}`, value);
  };
}
