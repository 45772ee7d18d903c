import { Button, Field, Label, Textarea, ValidationMessage } from '@digdir/designsystemet-react';
import { useId, useRef, useState } from 'react';
import { useKnownMe } from '../../../api';
import { todayInNorway } from '../../../domain/dates';
import type { OwnCase } from '../../../domain/openapi';
import { THEIRS } from '../../../i18n/theirWords';
import { DateBox } from '../../../ui/dates/DateBox';
import { DatedForm } from '../../../ui/dates/DatedForm';
import { takesFocus } from '../../../ui/PageHeading';
import { useUnsent } from '../../../ui/unsent/unsent';
import { Line } from '../report/fields';
import { SignCoordination } from './asked/SignCoordination';
import { MovingOn } from './MovingOn';
import { useOwnWords } from './ownWords';
import { Unfolding } from './Unfolding';
import type { Act } from './useAct';

/** What the owner can answer now; each act opens what it asks for. */
export function OwnActs({ own, act }: { own: OwnCase; act: Act }) {
  const say = useOwnWords();
  const me = useKnownMe()?.name ?? '';
  const can = (action: string) => own.may.includes(action);
  const idle = own.questions.length === 0 && own.may.length === 0;
  return (
    <>
      {idle && <p>{say('cannot')}</p>}
      {own.questions.map(({ record, question }) => (
        <Answer act={act} key={record} question={question} record={record} />
      ))}
      {can('consent-checked') && own.consent !== 'given' && <Consent act={act} me={me} />}
      {can('proposal-refused') && own.coordinator.candidate && (
        <Button onClick={() => void act('proposal-refused', {})} variant="secondary">
          {say('refuse')}
        </Button>
      )}
      {asksToSign(own) && <SignCoordination act={act} own={own} />}
      {can('passed-on') && <MovingOn own={own} />}
      {can('wish-recorded') && (
        <Unfolding words={say('wish')}>{(giveUp) => <Wish act={act} giveUp={giveUp} me={me} />}</Unfolding>
      )}
      {can('child-born') && own.expected && (
        <Unfolding words={say('born.open')}>{(giveUp) => <Born act={act} giveUp={giveUp} />}</Unfolding>
      )}
      {own.coordinator.name && can('coordinator-not-wanted') && (
        <Unfolding words={say('noCoordinator.open')}>
          {(giveUp) => (
            <SayNo act={act} action="coordinator-not-wanted" giveUp={giveUp} words="noCoordinator" />
          )}
        </Unfolding>
      )}
      {can('declined') && !runs(own) && (
        <Unfolding words={say('decline.open')}>
          {(giveUp) => (
            <SayNo
              act={act}
              action="declined"
              giveUp={giveUp}
              said={{ contact_point: own.municipality }}
              words="decline"
            />
          )}
        </Unfolding>
      )}
    </>
  );
}

/** Then one says no to each by itself: saying no to all would end what is under way. */
function runs({ coordinator, plan }: OwnCase): boolean {
  return coordinator.name !== '' || ['consented', 'drafting', 'active', 'revision-due'].includes(plan.status);
}

/** Also of whoever is told then that somebody else has to. */
const asksToSign = ({ may, waiting }: OwnCase) =>
  may.includes('coordination-consented') || waiting.some(({ step }) => step === 'sign-coordination');

function Answer({ act, question, record }: { act: Act; question: string; record: number }) {
  const say = useOwnWords();
  const id = useId();
  const [answer, setAnswer] = useState('');
  const [lacks, setLacks] = useState(false);
  const box = useRef<HTMLTextAreaElement>(null);
  const unsent = useUnsent({ about: question, words: answer, answers: true });
  const send = () => {
    setLacks(!answer.trim());
    if (answer.trim()) void unsent.during(() => act('answered', { question: record, answer }));
    else box.current?.focus();
  };
  return (
    <Field>
      <Label htmlFor={id}>{question}</Label>
      <Textarea
        {...THEIRS}
        aria-invalid={lacks}
        id={id}
        maxLength={2000}
        onChange={(event) => setAnswer(event.target.value)}
        ref={box}
        value={answer}
      />
      {lacks && !answer.trim() && <ValidationMessage>{say('answerFirst')}</ValidationMessage>}
      <Button onClick={send} variant="secondary">
        {say('answerSend')}
      </Button>
    </Field>
  );
}

function Consent({ act, me }: { act: Act; me: string }) {
  const say = useOwnWords();
  return (
    <div className="report__acts">
      {(['given', 'refused'] as const).map((consent) => (
        <Button
          key={consent}
          onClick={() => void act('consent-checked', { consent, by: me })}
          variant="secondary"
        >
          {say(consent === 'given' ? 'consentYes' : 'consentNo')}
        </Button>
      ))}
    </div>
  );
}

interface Unfolded {
  act: Act;
  giveUp: () => void;
}

function Wish({ act, me, giveUp }: Unfolded & { me: string }) {
  const say = useOwnWords();
  const [somebody, setSomebody] = useState('');
  const wish = somebody.trim() ? 'somebody' : 'no-preference';
  const unsent = useUnsent({ about: say('wish'), words: somebody });
  const leave = () => {
    unsent.drop();
    giveUp();
  };
  const send = async () => {
    if (await unsent.during(() => act('wish-recorded', { wish, somebody, said_by: me }))) giveUp();
  };
  return (
    <div className="own-act" ref={takesFocus} tabIndex={-1}>
      <Line help={say('wishHelp')} label={say('wishName')} onType={setSomebody} value={somebody} />
      <div className="report__acts">
        <Button onClick={() => void send()}>{say('wishSend')}</Button>
        <GiveUp giveUp={leave} />
      </div>
    </div>
  );
}

/** From then on the case is about the child. */
function Born({ act, giveUp }: Unfolded) {
  const say = useOwnWords();
  const [name, setName] = useState('');
  const [born, setBorn] = useState('');
  const [lacks, setLacks] = useState(false);
  const named = useRef<HTMLDivElement>(null);
  const unsent = useUnsent({ about: say('born.open'), words: name });
  const leave = () => {
    unsent.drop();
    giveUp();
  };
  const send = () => {
    setLacks(!name.trim());
    if (!name.trim()) named.current?.querySelector('input')?.focus();
    else void unsent.during(() => act('child-born', { name, born }));
  };
  return (
    <DatedForm>
      <div className="own-act" ref={takesFocus} tabIndex={-1}>
        <div ref={named}>
          <Line label={say('born.name')} onType={setName} required value={name} />
          {lacks && <ValidationMessage role="alert">{say('born.noName')}</ValidationMessage>}
        </div>
        <DateBox
          label={say('born.day')}
          max={todayInNorway()}
          onDay={setBorn}
          required={say('born.noDay')}
          value={born}
        />
        <div className="report__acts">
          <Button onClick={send}>{say('born.send')}</Button>
          <GiveUp giveUp={leave} />
        </div>
      </div>
    </DatedForm>
  );
}

interface SayNoProps extends Unfolded {
  action: 'coordinator-not-wanted' | 'declined';
  words: 'noCoordinator' | 'decline';
  said?: Parameters<Act>[1];
}

function SayNo({ act, action, words, said = {}, giveUp }: SayNoProps) {
  const say = useOwnWords();
  return (
    <>
      <p ref={takesFocus} tabIndex={-1}>
        {say(`${words}.text`)}
      </p>
      <div className="report__acts">
        <Button data-color="danger" onClick={() => void act(action, said)}>
          {say(`${words}.sure`)}
        </Button>
        <GiveUp giveUp={giveUp} />
      </div>
    </>
  );
}

function GiveUp({ giveUp }: { giveUp: () => void }) {
  const say = useOwnWords();
  return (
    <Button data-anyway onClick={giveUp} variant="tertiary">
      {say('undo')}
    </Button>
  );
}
