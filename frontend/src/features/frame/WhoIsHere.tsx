import { useTranslation } from 'react-i18next';
import type { Writer } from '../../domain/types';
import { PersonMark } from '../../ui/PersonMark';

const MOST_SHOWN = 5;

/** The other people present, as initials with the name on hover and focus; screen readers read the names. */
export function WhoIsHere({ writers, label }: { writers: Writer[]; label: string }) {
  const { t } = useTranslation('common');
  if (writers.length === 0) return null;
  const more = writers.length - MOST_SHOWN;
  return (
    <ul aria-label={label} className="plain-list who">
      {writers.slice(0, MOST_SHOWN).map((writer) => (
        <li key={writer.id}>
          <button className="who__person" data-role={writer.role} type="button">
            <PersonMark person={writer} />
            <span className="who__name">
              {writer.name}, {t(`roles.${writer.role}`, writer.role)}
            </span>
          </button>
        </li>
      ))}
      {more > 0 && <li className="who__more">+{more}</li>}
    </ul>
  );
}
