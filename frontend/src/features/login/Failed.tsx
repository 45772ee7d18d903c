import { Alert, Heading, Paragraph } from '@digdir/designsystemet-react';
import { useSearchParams } from 'react-router';
import type { ProviderChoice } from '../../domain/openapi';
import { useTranslation } from '../../i18n/useTranslation';

/** What the server says in the address when a login came to nothing; `login-refused` for what this page does not know. */
const FAILURES = [
  'login-cancelled',
  'login-expired',
  'login-refused',
  'login-level',
  'login-number',
  'login-test-person',
  'login-organisation',
  'login-provider-down',
  'login-busy',
  'login-unavailable',
] as const;

/** What went wrong with the login that one has come back from, if one has. */
export function Failed({ providers }: { providers: ProviderChoice[] }) {
  const { t } = useTranslation('login');
  const [search] = useSearchParams();
  const said = search.get('feil');
  if (said === null) return null;
  const failure = FAILURES.find((each) => each === said) ?? 'login-refused';
  const title = providers.find(({ name }) => name === search.get('hos'))?.title ?? t('here');
  return (
    <Alert data-color={failure === 'login-cancelled' ? 'info' : 'warning'} role="alert">
      <Heading data-size="xs" level={2}>
        {t(`failed.${failure}.title`, { title })}
      </Heading>
      <Paragraph>{t(`failed.${failure}.text`)}</Paragraph>
    </Alert>
  );
}
