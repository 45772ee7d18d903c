import {
  Button,
  Field,
  Fieldset,
  Input,
  Label,
  Radio,
  ValidationMessage,
} from '@digdir/designsystemet-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { apiGet, apiSend, isProblem, keys } from '../../api';
import type { ContactAnswer } from '../../domain/openapi';
import { useTranslation } from '../../i18n/useTranslation';
import { ProblemStatement } from '../../ui/ProblemStatement';
import { useRefusedField } from '../../ui/problems/useRefusedField';

/** How this person wants to be told, beside this page. */
export function ContactForm() {
  const { t } = useTranslation('messages');
  const contact = useQuery({
    queryKey: keys.contact,
    queryFn: ({ signal }) => apiGet('/api/my-contact', {}, signal),
  });
  return (
    <section className="messages__part messages__contact">
      <h2 className="section-heading">{t('contact.title')}</h2>
      {contact.isError && !contact.data && (
        <ProblemStatement error={contact.error} onRetry={() => void contact.refetch()} />
      )}
      {contact.data && <Choice contact={contact.data} />}
    </section>
  );
}

function Choice({ contact }: { contact: ContactAnswer }) {
  const { t } = useTranslation('messages');
  const queries = useQueryClient();
  const id = useId();
  const [channel, setChannel] = useState(contact.channel);
  const [address, setAddress] = useState(contact.address);
  const keep = useMutation({
    mutationFn: () => apiSend('PUT /api/my-contact', {}, { channel, address }),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.contact }),
  });
  const wrong = isProblem(keep.error, 'invalid');
  const form = useRefusedField<HTMLFormElement>(wrong && keep.error);
  const save = (event: FormEvent) => {
    event.preventDefault();
    keep.mutate();
  };
  return (
    <form className="messages__form" noValidate onSubmit={save} ref={form}>
      <p>{t('contact.text')}</p>
      {!contact.can_send && <p>{t('contact.cannotSend')}</p>}
      {contact.protected && <p>{t('contact.protected')}</p>}
      <Fieldset>
        <Fieldset.Legend>{t('contact.how')}</Fieldset.Legend>
        {(['none', 'email'] as const).map((each) => (
          <Radio
            checked={channel === each}
            key={each}
            label={t(`contact.channel.${each}`)}
            name={`${id}-channel`}
            onChange={() => setChannel(each)}
            value={each}
          />
        ))}
      </Fieldset>
      {channel === 'email' && (
        <Field>
          <Label htmlFor={id}>{t('contact.address')}</Label>
          <Input
            aria-invalid={wrong}
            autoComplete="email"
            id={id}
            inputMode="email"
            onChange={(event) => setAddress(event.target.value)}
            type="email"
            value={address}
          />
          {wrong && <ValidationMessage>{t('contact.wrong')}</ValidationMessage>}
        </Field>
      )}
      {keep.isError && !wrong && <ProblemStatement error={keep.error} />}
      <Button disabled={keep.isPending} type="submit">
        {t('contact.save')}
      </Button>
      <p role="status">{keep.isSuccess && t('contact.saved')}</p>
    </form>
  );
}
