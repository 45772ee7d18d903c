import { Button } from '@digdir/designsystemet-react';
import type { ProviderChoice } from '../../domain/openapi';
import { useTranslation } from '../../i18n/useTranslation';
import { leavingLosesWords } from '../../state/leaving';

interface ProvidersProps {
  providers: ProviderChoice[];
  backTo: string;
}

/** The identity providers to log in at. A page that holds unsaved words stays, and they open in another tab. */
export function Providers({ providers, backTo }: ProvidersProps) {
  const { t } = useTranslation('login');
  const otherTab = leavingLosesWords();
  return (
    <section aria-labelledby="providers-title" className="providers">
      <h2 className="section-heading" id="providers-title">
        {t('ways')}
      </h2>
      {otherTab && <p>{t('otherTab')}</p>}
      <ul className="plain-list providers__list">
        {providers.map((provider) => (
          <li className="provider" key={provider.name}>
            <Way backTo={backTo} otherTab={otherTab} provider={provider} />
          </li>
        ))}
      </ul>
    </section>
  );
}

interface WayProps {
  provider: ProviderChoice;
  backTo: string;
  otherTab: boolean;
}

function Way({ provider: { name, title, up, test }, backTo, otherTab }: WayProps) {
  const { t, i18n } = useTranslation('login');
  const asked = new URLSearchParams({ til: backTo, locale: i18n.language });
  return (
    <>
      <Button asChild className="provider__button" variant={up ? 'primary' : 'secondary'}>
        <a href={`/login/${name}?${asked}`} rel="noopener" target={otherTab ? '_blank' : undefined}>
          {t('with', { title })}
        </a>
      </Button>
      {test && (
        <p className="quiet">
          <span className="demo-mark">{t('test')}</span> {t('testText')}
        </p>
      )}
      {!up && <p role="status">{t('down', { title })}</p>}
    </>
  );
}
