import { useId, useState } from 'react';
import type { Writer } from '../../domain/types';
import { useTranslation } from '../../i18n/useTranslation';
import { useMedia } from '../../state/useMedia';
import { PersonMark } from '../../ui/marks/PersonMark';

/** From these widths there is room for more of them, beside what stands in the same row. */
const WIDE = '(min-width: 52rem)';
const ROOMY = '(min-width: 24rem)';

/** The other people present, as initials; those without room share a mark. One button shows who they are. */
export function WhoIsHere({ writers, label }: { writers: Writer[]; label: string }) {
  const { t } = useTranslation('common');
  const [open, setOpen] = useState(false);
  const list = useId();
  const most = useRoom();
  if (writers.length === 0) return null;
  const more = writers.length - most;
  return (
    <div className="who">
      <button
        aria-controls={list}
        aria-expanded={open}
        aria-label={`${label}: ${writers.length}`}
        className="who__marks"
        onBlur={() => setOpen(false)}
        onClick={() => setOpen(!open)}
        onKeyDown={({ key }) => key === 'Escape' && setOpen(false)}
        type="button"
      >
        {writers.slice(0, most).map((writer) => (
          <span className="who__person" data-role={writer.role} key={writer.id}>
            <PersonMark person={writer} />
          </span>
        ))}
        {more > 0 && (
          <span className="who__person">
            <span aria-hidden="true" className="person person--quiet">
              +{more}
            </span>
          </span>
        )}
      </button>
      <ul aria-label={label} className="plain-list who__names" id={list}>
        {writers.map((writer) => (
          <li key={writer.id}>
            {writer.name}, {t(`roles.${writer.role}`, writer.role)}
          </li>
        ))}
      </ul>
    </div>
  );
}

function useRoom(): number {
  const [wide, roomy] = [useMedia(WIDE), useMedia(ROOMY)];
  return wide ? 5 : roomy ? 2 : 1;
}
