import { useTranslation } from 'react-i18next';
import type { Writer } from '../../domain/types';
import { useMedia } from '../../state/useMedia';
import { PersonMark } from '../../ui/PersonMark';

/** From these widths there is room for more of them, beside what stands in the same row. */
const WIDE = '(min-width: 52rem)';
const ROOMY = '(min-width: 24rem)';

/** The other people present, as initials with the name on hover and focus; those without room share a mark. */
export function WhoIsHere({ writers, label }: { writers: Writer[]; label: string }) {
  const { t } = useTranslation('common');
  const [wide, roomy] = [useMedia(WIDE), useMedia(ROOMY)];
  const most = wide ? 5 : roomy ? 2 : 1;
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
