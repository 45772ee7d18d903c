import { Alert, Button, Checkbox, Field, Fieldset, Label, Select } from '@digdir/designsystemet-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { apiGet, apiSend, keys } from '../../../api';
import type { FollowingAnswer, MovingAnswer, OwnCase, ReportReceipt } from '../../../domain/openapi';
import { useTranslation } from '../../../i18n/useTranslation';
import { ProblemStatement } from '../../../ui/ProblemStatement';
import { saveAsFile } from '../../../ui/paper/saveAsFile';

/** Who has moved chooses what the new municipality is told, in the words in which it is told. */
export function MovingOn({ own }: { own: OwnCase }) {
  const { t } = useTranslation('cases');
  const queries = useQueryClient();
  const [receipt, setReceipt] = useState<ReportReceipt | null>(null);
  const found = useQuery({
    queryKey: [...keys.ownCases, own.id, 'moving'],
    queryFn: ({ signal }) => apiGet('/api/cases/{case}/moving', { case: own.id }, signal),
  });
  const sent = async (came: ReportReceipt) => {
    setReceipt(came);
    await queries.invalidateQueries({ queryKey: keys.ownCases });
  };
  if (found.isError) return <ProblemStatement error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return null;
  return (
    <div className="own-act">
      <h3>{t('own.moving.title')}</h3>
      <div role="status">
        {receipt && <Alert data-color="success">{t('own.moving.done', { code: receipt.code })}</Alert>}
      </div>
      {found.data.sent.length > 0 && (
        <p>{t('own.moving.sent', { where: [...new Set(found.data.sent)].join(', ') })}</p>
      )}
      <Choosing key={found.data.sent.length} moving={found.data} onSent={sent} own={own} />
    </div>
  );
}

interface ChoosingProps {
  own: OwnCase;
  moving: MovingAnswer;
  onSent: (receipt: ReportReceipt) => Promise<void>;
}

function Choosing({ own, moving, onSent }: ChoosingProps) {
  const { t } = useTranslation('cases');
  const id = useId();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [to, setTo] = useState('');
  const [failure, setFailure] = useState<unknown>(null);
  const told = moving.follows.filter(({ name }) => chosen.includes(name));
  const place = moving.municipalities.find(({ number }) => number === to);
  const send = async () => {
    const body = { expected: own.number, municipality: to, follows: told.map(({ name }) => name) };
    try {
      await onSent(await apiSend('POST /api/cases/{case}/moving', { case: own.id }, body));
    } catch (error) {
      setFailure(error);
    }
  };
  return (
    <>
      <Fieldset>
        <Fieldset.Legend>{t('own.moving.what')}</Fieldset.Legend>
        <Fieldset.Description>{t('own.moving.help')}</Fieldset.Description>
        {moving.follows.map((each) => (
          <Checkbox
            checked={chosen.includes(each.name)}
            description={each.lines.join(' · ')}
            key={each.name}
            label={each.title}
            onChange={({ target }) =>
              setChosen(target.checked ? [...chosen, each.name] : chosen.filter((name) => name !== each.name))
            }
          />
        ))}
      </Fieldset>
      {moving.municipalities.length > 0 && (
        <Field>
          <Label htmlFor={id}>{t('own.moving.where')}</Label>
          <Select id={id} onChange={(event) => setTo(event.target.value)} value={to}>
            <Select.Option value="">{t('own.moving.elsewhere')}</Select.Option>
            {moving.municipalities.map(({ number, name }) => (
              <Select.Option key={number} value={number}>
                {name}
              </Select.Option>
            ))}
          </Select>
        </Field>
      )}
      {failure !== null && <ProblemStatement error={failure} onRetry={() => void send()} />}
      {place ? (
        <Button onClick={() => void send()}>{t('own.moving.send', { name: place.name })}</Button>
      ) : (
        <Taken name={own.name} told={told} />
      )}
    </>
  );
}

/** To a municipality that does not get its reports here. */
function Taken({ name, told }: { name: string; told: FollowingAnswer[] }) {
  const { t } = useTranslation('cases');
  return (
    <section>
      <p>{t('own.moving.paper')}</p>
      <article className="moving__paper">
        <h4>{t('own.moving.heading', { name })}</h4>
        {told.length === 0 && <p>{t('own.moving.nothing')}</p>}
        {told.map(({ name: item, title, lines }) => (
          <div key={item}>
            <strong>{title}</strong>
            {lines.map((line) => (
              <p key={line}>{line}</p>
            ))}
          </div>
        ))}
      </article>
      <div className="report__acts screen-only">
        <Button onClick={() => window.print()} variant="secondary">
          {t('own.moving.print')}
        </Button>
        <Button
          onClick={() => saveAsFile(JSON.stringify({ name, follows: told }, null, 2), 'flytting.json')}
          variant="secondary"
        >
          {t('own.moving.file')}
        </Button>
      </div>
    </section>
  );
}
