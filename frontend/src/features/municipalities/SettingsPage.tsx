import { Alert, Button } from '@digdir/designsystemet-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useParams } from 'react-router';
import { apiGet, apiSend, isProblem, keys } from '../../api';
import type { SettingsAnswer } from '../../domain/openapi';
import { useTranslation } from '../../i18n/useTranslation';
import { informationPath } from '../../paths';
import { useCell } from '../../state/useCell';
import { PageHeading } from '../../ui/PageHeading';
import { Answered } from '../../ui/problems/Answered';
import { useRefusedField } from '../../ui/problems/useRefusedField';
import { UnitPage } from '../../ui/unit/UnitPage';
import { ContactFields, OfficeFields } from './ContactFields';
import { begin, draft, forget, isChanged, refusedFields, stored, told } from './draft';
import './municipalities.css';
import { OfferFields } from './OfferFields';
import { failure, OwnTexts } from './OwnTexts';
import { ChoiceFields, RuleFields } from './RuleFields';

/** What a municipality decides for itself; for the case handlers of its unit. */
export function SettingsPage() {
  const { t } = useTranslation('municipalities');
  const number = useParams().municipality ?? '';
  const settings = useQuery({
    queryKey: keys.municipality(number),
    queryFn: ({ signal }) =>
      apiGet('/api/municipalities/{municipality}/settings', { municipality: number }, signal),
    retry: false,
  });
  useEffect(() => {
    if (settings.data) begin(number, settings.data.version, settings.data.settings);
  }, [number, settings.data]);
  return (
    <UnitPage>
      <Answered loading={t('loading')} of={settings}>
        {(answer) => <SettingsForm answer={answer} />}
      </Answered>
    </UnitPage>
  );
}

function SettingsForm({ answer }: { answer: SettingsAnswer }) {
  const { t } = useTranslation('municipalities');
  const held = useCell(draft);
  const saving = useSaving(answer);
  const form = useRefusedField<HTMLDivElement>(saving.error);
  if (held.number !== answer.number || !held.now) return null;
  const refused =
    isProblem(saving.error) && saving.error.type === 'invalid'
      ? refusedFields(saving.error.detail ?? '')
      : new Set<string>();
  const shared = { settings: held.now, refused };
  return (
    <div className="front settings-page" ref={form}>
      <PageHeading tab={t('title')} title={t('titleOf', { name: answer.name })} />
      <p className="quiet">
        {t('intro')}{' '}
        <a className="ds-link" href={informationPath(answer.number)}>
          {t('public')}
        </a>
      </p>
      <ContactFields {...shared} />
      <OfferFields {...shared} />
      <OfficeFields {...shared} />
      <RuleFields {...shared} choices={answer.choices} />
      <ChoiceFields settings={held.now} />
      <div className="settings__save">
        {saving.isError && <Alert data-color="danger">{t(`failed.${failure(saving.error)}`)}</Alert>}
        <div className="settings__actions">
          <Button disabled={!isChanged(held) || saving.isPending} onClick={() => saving.mutate()}>
            {t('save')}
          </Button>
          {isChanged(held) && (
            <Button disabled={saving.isPending} onClick={forget} variant="secondary">
              {t('forget')}
            </Button>
          )}
          <span role="status">{saving.isSuccess && !isChanged(held) ? t('saved') : ''}</span>
        </div>
      </div>
      <OwnTexts number={answer.number} />
    </div>
  );
}

function useSaving(answer: SettingsAnswer) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async () => {
      const { now: sent, version } = draft.read();
      if (!sent) return;
      const where = { municipality: answer.number };
      const body = { version, settings: sent };
      const saved = await apiSend('PUT /api/municipalities/{municipality}/settings', where, body);
      stored(saved.version, sent);
    },
    onSettled: async (_, error) => {
      const queryKey = keys.municipality(answer.number);
      await client.invalidateQueries({ queryKey });
      const now = client.getQueryData<SettingsAnswer>(queryKey);
      if (isProblem(error, 'outdated') && now) told(now.version);
    },
  });
}
