import { useTranslation } from '../../../i18n/useTranslation';

const SIGNS = ['signed', 'proposed', 'ending'];

/** The legend of the cells' borders. */
export function Legend({ choosing }: { choosing: boolean }) {
  const { t } = useTranslation('consent');
  return (
    <ul className="grants__legend" aria-label={t('legend.label')}>
      {[...SIGNS, ...(choosing ? ['changed'] : [])].map((sign) => (
        <li key={sign}>
          <span className={`level level--sample level--read level--${sign}`} aria-hidden="true" />
          {t(`legend.${sign}`)}
        </li>
      ))}
    </ul>
  );
}
