import { useTranslation } from 'react-i18next';
import type { Writer } from '../../domain/types';
import { PersonMark } from '../../ui/PersonMark';

interface WhoIsHereProps {
  writers: Writer[];
  label: string;
  /** How many have a mark of their own; the others share one. */
  most?: number;
}

/** The other people present, as initials with the name on hover and focus; screen readers read the names. */
export function WhoIsHere({ writers, label, most = 5 }: WhoIsHereProps) {
  const { t } = useTranslation('common');
  if (writers.length === 0) return null;
  const named = (writer: Writer) => `${writer.name}, ${t(`roles.${writer.role}`, writer.role)}`;
  const more = writers.slice(most);
  return (
    <ul aria-label={label} className="plain-list who">
      {writers.slice(0, most).map((writer) => (
        <li key={writer.id}>
          <button className="who__person" data-role={writer.role} type="button">
            <PersonMark person={writer} />
            <span className="who__name">{named(writer)}</span>
          </button>
        </li>
      ))}
      {more.length > 0 && (
        <li>
          <button className="who__person" type="button">
            <span aria-hidden="true" className="person person--quiet">
              +{more.length}
            </span>
            <span className="who__name">{more.map(named).join('\n')}</span>
          </button>
        </li>
      )}
    </ul>
  );
}
