import { Alert, Button, Checkbox, Field, Fieldset, Label, Select } from '@digdir/designsystemet-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { apiGet, apiSend, keys } from '../../../api';
import { todayInNorway } from '../../../domain/dates';
import type { Commands, FollowingAnswer, MovingAnswer, OwnCase } from '../../../domain/openapi';
import { dayInFull } from '../../../i18n/spoken';
import { useTranslation } from '../../../i18n/useTranslation';
import { useHeadingAfter } from '../../../ui/PageHeading';
import { ProblemStatement } from '../../../ui/ProblemStatement';
import { saveAsFile } from '../../../ui/paper/saveAsFile';
import { Answered } from '../../../ui/problems/Answered';
import { useOwnWords } from './ownWords';

type PassedOn = Commands['POST /api/cases/{case}/moving']['body'];

/** Who has moved chooses what the new municipality is told, in the words in which it is told. */
export function MovingOn({ own }: { own: OwnCase }) {
  const say = useOwnWords();
  const found = useQuery({
    queryKey: [...keys.ownCases, own.id, 'moving'],
    queryFn: ({ signal }) => apiGet('/api/cases/{case}/moving', { case: own.id }, signal),
  });
  const passing = usePassingOn(own.id);
  useHeadingAfter(passing.data);
  return (
    <Answered loading={say('loading')} of={found}>
      {(moving) => <Moving moving={moving} own={own} passing={passing} />}
    </Answered>
  );
}

interface ChoosingProps {
  own: OwnCase;
  moving: MovingAnswer;
  passing: ReturnType<typeof usePassingOn>;
}

function Moving({ own, moving, passing }: ChoosingProps) {
  const say = useOwnWords();
  return (
    <div className="own-act">
      <h3>{say('moving.title')}</h3>
      <div role="status">
        {passing.data && (
          <Alert data-color="success">{say('moving.done', { code: passing.data.code })}</Alert>
        )}
      </div>
      {moving.sent.length > 0 && <p>{say('moving.sent', { where: [...new Set(moving.sent)].join(', ') })}</p>}
      <Choosing moving={moving} own={own} passing={passing} />
    </div>
  );
}

/** Whatever came of it, the case is read again: a second press is after what stands there now. */
function usePassingOn(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: PassedOn) => apiSend('POST /api/cases/{case}/moving', { case: id }, body),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.ownCases }),
  });
}

function Choosing({ own, moving, passing }: ChoosingProps) {
  const say = useOwnWords();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [to, setTo] = useState('');
  const told = moving.follows.filter(({ name }) => chosen.includes(name));
  const place = moving.municipalities.find(({ number }) => number === to);
  const send = () => {
    if (passing.isPending) return;
    const body = { expected: own.number, municipality: to, follows: told.map(({ name }) => name) };
    const choose = () => {
      setChosen([]);
      setTo('');
    };
    passing.mutate(body, { onSuccess: choose });
  };
  return (
    <>
      <Fieldset>
        <Fieldset.Legend>{say('moving.what')}</Fieldset.Legend>
        <Fieldset.Description>{say('moving.help')}</Fieldset.Description>
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
      {moving.municipalities.length > 0 && <Where chosen={to} moving={moving} onChoose={setTo} />}
      {passing.isError && <ProblemStatement error={passing.error} onRetry={send} />}
      {place ? (
        <Button aria-disabled={passing.isPending} onClick={send}>
          {say(passing.isPending ? 'moving.sending' : 'moving.send', { name: place.name })}
        </Button>
      ) : (
        <Taken name={own.name} told={told} />
      )}
    </>
  );
}

interface WhereProps {
  moving: MovingAnswer;
  chosen: string;
  onChoose: (number: string) => void;
}

function Where({ moving, chosen, onChoose }: WhereProps) {
  const say = useOwnWords();
  const id = useId();
  return (
    <Field>
      <Label htmlFor={id}>{say('moving.where')}</Label>
      <Select id={id} onChange={(event) => onChoose(event.target.value)} value={chosen}>
        <Select.Option value="">{say('moving.elsewhere')}</Select.Option>
        {moving.municipalities.map(({ number, name }) => (
          <Select.Option key={number} value={number}>
            {name}
          </Select.Option>
        ))}
      </Select>
    </Field>
  );
}

/** To a municipality that does not get its reports here. On paper the sheet stands alone: what else is on the page is not for them. */
function Taken({ name, told }: { name: string; told: FollowingAnswer[] }) {
  const say = useOwnWords();
  const { i18n } = useTranslation('cases');
  const today = todayInNorway();
  return (
    <section>
      <p>{say('moving.paper')}</p>
      {told.length === 0 && <p>{say('moving.nothing')}</p>}
      {told.length > 0 && (
        <>
          <article className="moving__paper">
            <h4>{say('moving.heading', { name })}</h4>
            <p>{say('moving.dated', { day: dayInFull(today, i18n.language) })}</p>
            {told.map(({ name: item, title, lines }) => (
              <div key={item}>
                <strong>{title}</strong>
                {lines.map((line) => (
                  <p key={line}>{line}</p>
                ))}
              </div>
            ))}
          </article>
          <div className="report__acts">
            <Button onClick={() => window.print()} variant="secondary">
              {say('moving.print')}
            </Button>
            <Button
              onClick={() =>
                saveAsFile(
                  JSON.stringify({ name, written_on: today, follows: told }, null, 2),
                  'flytting.json',
                )
              }
              variant="secondary"
            >
              {say('moving.file')}
            </Button>
          </div>
        </>
      )}
    </section>
  );
}
