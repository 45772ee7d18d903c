import { Alert, Button, Field, Input, Label, Select } from '@digdir/designsystemet-react';
import { type FormEvent, useId, useRef, useState } from 'react';
import { isProblem } from '../../api';
import type { InvitationsAnswer } from '../../domain/openapi';
import type { Role } from '../../domain/types';
import { useTranslation } from '../../i18n/useTranslation';
import type { Made } from './MadeInvitation';
import { type NewInvitation, useInvite } from './useInvitations';

/** From whom it is taken over, with the sentence as it was read: what has changed since, the server refuses. */
type Replaced = NonNullable<InvitationsAnswer['replaceable']>[number];
const EMPTY = {
  name: '',
  role: '',
  organisation: '',
  contact: '',
  number: '',
  replaces: null as Replaced | null,
};
type Typed = typeof EMPTY;
const WORDS: Record<string, string> = {
  'too-many-requests': 'tooMany',
  'limit-reached': 'full',
  'text-changed': 'textChanged',
};

interface InviteFormProps {
  plan: string;
  owner: string;
  view: InvitationsAnswer;
  onMade: (made: Made) => void;
}

/** What was typed stays when sending fails; once it is sent, the identity number is kept nowhere on the page. */
export function InviteForm({ plan, owner, view, onMade }: InviteFormProps) {
  const { t } = useTranslation(['people', 'common']);
  const invite = useInvite(plan);
  const [typed, setTyped] = useState<Typed>(EMPTY);
  const [fault, setFault] = useState('');
  const toOwner = typed.role === 'owner';
  const named = toOwner ? { ...typed, name: owner, organisation: '' } : typed;
  const said = useRef<HTMLDivElement>(null);
  const say = (words: string) => {
    setFault(words);
    requestAnimationFrame(() => said.current?.focus());
  };
  const type = (change: Partial<Typed>) => {
    setFault('');
    setTyped({ ...typed, ...change });
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (invite.isPending) return;
    if (!named.name.trim() || !typed.role) return say('form.missing');
    invite.mutate(
      { ...asBody(named), ...takingOver(typed) },
      {
        onSuccess: (made) =>
          onMade({
            ...made,
            name: named.name.trim(),
            role: named.role,
            contact: named.contact,
            numbered: typed.number !== '',
          }),
        onError: (error) => say(faultOf(error)),
      },
    );
  };
  return (
    <form className="invite__form" noValidate onSubmit={send}>
      <h2 className="section-heading">{t(view.proposing ? 'form.titleProposing' : 'form.title')}</h2>
      {!toOwner && (
        <Line
          autoComplete="off"
          label={t('form.name')}
          onType={(name) => type({ name })}
          required
          value={typed.name}
        />
      )}
      <RoleChoice
        chosen={typed.role}
        onChoose={(role) => type({ role, replaces: null })}
        roles={view.roles}
      />
      <TakesOver onChoose={(replaces) => type({ replaces })} typed={typed} view={view} />
      {toOwner ? (
        <p role="status">{t('form.ownerHelp', { owner })}</p>
      ) : (
        <Line
          help={t('form.organisationHelp')}
          label={t('form.organisation')}
          onType={(organisation) => type({ organisation })}
          value={typed.organisation}
        />
      )}
      <Line
        help={t('form.contactHelp')}
        label={t('form.contact')}
        onType={(contact) => type({ contact })}
        type="email"
        value={typed.contact}
      />
      {view.may_give_number && (
        <Line
          help={t(toOwner ? 'form.numberHelpOwner' : 'form.numberHelp')}
          inputMode="numeric"
          label={t('form.number')}
          maxLength={20}
          onType={(number) => type({ number })}
          value={typed.number}
        />
      )}
      <div ref={said} tabIndex={-1}>
        {fault && (
          <Alert data-color="danger" role="alert">
            {t(fault)}
          </Alert>
        )}
      </div>
      <Button aria-disabled={invite.isPending} type="submit">
        {t(invite.isPending ? 'form.sending' : `form.${sending(view, toOwner)}`)}
      </Button>
    </form>
  );
}

function sending({ proposing }: InvitationsAnswer, toOwner: boolean): string {
  if (toOwner) return 'sendOwner';
  return proposing ? 'sendProposing' : 'send';
}

function asBody({ name, role, organisation, contact, number }: Typed): NewInvitation {
  const about = { name: name.trim(), role: role as NewInvitation['role'], organisation: organisation.trim() };
  return { ...about, contact: contact.trim(), ...(number.trim() && { number: number.trim() }) };
}

function takingOver({ replaces: old }: Typed): Pick<NewInvitation, 'replaces' | 'text'> {
  return old ? { replaces: old.participant, text: old.text } : {};
}

interface TakesOverProps {
  view: InvitationsAnswer;
  typed: Typed;
  onChoose: (old: Replaced | null) => void;
}

/** Asked where there is somebody in the same role; the sentence stands below, before it is sent. */
function TakesOver({ view, typed, onChoose }: TakesOverProps) {
  const { t } = useTranslation('people');
  const id = useId();
  const there = (view.replaceable ?? []).filter(({ role }) => role === typed.role);
  if (there.length === 0) return null;
  const chosen = typed.replaces;
  const choose = (whom: string) => onChoose(there.find(({ participant }) => participant === whom) ?? null);
  return (
    <>
      <Field>
        <Label htmlFor={id}>{t('form.replaces')}</Label>
        <Select id={id} onChange={(event) => choose(event.target.value)} value={chosen?.participant ?? ''}>
          <Select.Option value="">{t('form.replacesNobody')}</Select.Option>
          {there.map(({ participant, name, organisation }) => (
            <Select.Option key={participant} value={participant}>
              {[name, organisation].filter(Boolean).join(', ')}
            </Select.Option>
          ))}
        </Select>
      </Field>
      {chosen && (
        <blockquote className="invite__sentence" role="status">
          {chosen.text}
        </blockquote>
      )}
    </>
  );
}

/** The server's detail begins with the field that is wrong. */
function faultOf(error: unknown): string {
  if (!isProblem(error)) return 'form.failed';
  if (error.type === 'invalid' && error.detail?.startsWith('contact')) return 'form.badContact';
  if (error.type === 'invalid' && error.detail?.startsWith('number')) return 'form.badNumber';
  return `form.${WORDS[error.type] ?? 'failed'}`;
}

interface RoleChoiceProps {
  roles: Role[];
  chosen: string;
  onChoose: (role: string) => void;
}

function RoleChoice({ roles, chosen, onChoose }: RoleChoiceProps) {
  const { t } = useTranslation(['people', 'common']);
  const id = useId();
  return (
    <Field>
      <Label htmlFor={id}>{t('form.role')}</Label>
      <Select aria-required id={id} onChange={(event) => onChoose(event.target.value)} value={chosen}>
        <Select.Option value="">{t('form.choose')}</Select.Option>
        {roles.map((role) => (
          <Select.Option key={role} value={role}>
            {t(`common:roles.${role}`)}
          </Select.Option>
        ))}
      </Select>
    </Field>
  );
}

interface LineProps {
  label: string;
  value: string;
  help?: string;
  required?: boolean;
  type?: 'email';
  inputMode?: 'numeric';
  autoComplete?: string;
  maxLength?: number;
  onType: (text: string) => void;
}

function Line({ label, help, required, onType, maxLength = 200, autoComplete = 'off', ...input }: LineProps) {
  const id = useId();
  return (
    <Field>
      <Label htmlFor={id}>{label}</Label>
      {help && <Field.Description>{help}</Field.Description>}
      <Input
        {...input}
        aria-required={required}
        autoComplete={autoComplete}
        id={id}
        maxLength={maxLength}
        onChange={(event) => onType(event.target.value)}
      />
    </Field>
  );
}
