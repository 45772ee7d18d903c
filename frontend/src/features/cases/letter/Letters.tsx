import { Link } from 'react-router';
import type { CaseAnswer } from '../../../domain/openapi';
import { dayInFull } from '../../../i18n/spoken';
import { useTranslation } from '../../../i18n/useTranslation';
import { letterPath } from '../../../paths';
import { type Letter, lettersOf } from './letters';

interface LettersProps {
  found: CaseAnswer;
  municipality: string;
  id: string;
}

/** The decisions that are told by letter, each with its paper, and whether it was posted: nothing posts it by itself. */
export function Letters({ found, municipality, id }: LettersProps) {
  const { t } = useTranslation('desk');
  const letters = lettersOf(found.timeline);
  if (letters.length === 0) return null;
  return (
    <section aria-labelledby="letters" className="case-card screen-only">
      <h2 className="section-heading" id="letters">
        {t('letter.all')}
      </h2>
      <ul className="plain-list plan-words">
        {letters.map((letter) => (
          <li key={letter.decision}>
            <Link className="ds-link" to={letterPath(municipality, id, letter.decision)}>
              <About letter={letter} />
            </Link>{' '}
            <Posted letter={letter} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function About({ letter }: { letter: Letter }) {
  const { t, i18n } = useTranslation('desk');
  const thing = t(`cases:own.things.${letter.thing}`);
  return t('letter.about', { thing: thing.toLowerCase(), day: dayInFull(letter.day, i18n.language) });
}

function Posted({ letter }: { letter: Letter }) {
  const { t, i18n } = useTranslation('desk');
  if (letter.posted === null) return <strong>{t('letter.unposted')}</strong>;
  return (
    <span className="quiet">{t('letter.posted', { day: dayInFull(letter.posted, i18n.language) })}</span>
  );
}
