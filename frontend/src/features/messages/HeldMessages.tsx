import { Alert, Button } from '@digdir/designsystemet-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { apiGet, apiSend, keys } from '../../api';
import type { HeldMessage } from '../../domain/openapi';
import { momentInFull } from '../../i18n/spoken';
import { useTranslation } from '../../i18n/useTranslation';
import { ProblemStatement } from '../../ui/ProblemStatement';

/** For case handlers: e-mails to people with a protected address, which nobody has looked at yet. */
export function HeldMessages() {
  const { t } = useTranslation('messages');
  const held = useQuery({
    queryKey: keys.heldMessages,
    queryFn: ({ signal }) => apiGet('/api/held-messages', {}, signal),
  });
  if (!held.data?.length) return null;
  return (
    <Alert className="messages__part" data-color="warning">
      <h2 className="section-heading">{t('held.title')}</h2>
      <p>{t('held.text')}</p>
      <ul className="plain-list messages__list">
        {held.data.map((each) => (
          <Held held={each} key={each.id} />
        ))}
      </ul>
    </Alert>
  );
}

function Held({ held }: { held: HeldMessage }) {
  const { t, i18n } = useTranslation('messages');
  const queries = useQueryClient();
  const check = useMutation({
    mutationFn: (send: boolean) =>
      apiSend('POST /api/held-messages/{message}', { message: held.id }, { send }),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.heldMessages }),
  });
  return (
    <li className="message">
      <p className="message__text">{held.text}</p>
      <p className="quiet">
        {held.to && t('held.to', { name: held.to })} {momentInFull(held.at, i18n.language)}
      </p>
      {check.isError && <ProblemStatement error={check.error} />}
      <div className="message__actions">
        <Button data-size="sm" disabled={check.isPending} onClick={() => check.mutate(true)}>
          {t('held.send')}
        </Button>
        <Button
          data-size="sm"
          disabled={check.isPending}
          onClick={() => check.mutate(false)}
          variant="secondary"
        >
          {t('held.drop')}
        </Button>
      </div>
    </li>
  );
}
