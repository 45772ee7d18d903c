import { useTranslation } from 'react-i18next';

const SIGNS = ['signed', 'proposed', 'ending', 'changed'] as const;

/** What the frames of the cells mean. */
export function Legend() {
  const { t } = useTranslation('consent');
  return (
    <ul className="grants__legend" aria-label={t('legend.label')}>
      {SIGNS.map((sign) => (
        <li key={sign}>
          <span className={`level level--sample level--read level--${sign}`} aria-hidden="true" />
          {t(`legend.${sign}`)}
        </li>
      ))}
    </ul>
  );
}
