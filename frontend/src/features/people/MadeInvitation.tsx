import { Button } from '@digdir/designsystemet-react';
import { useEffect, useId, useRef, useState } from 'react';
import { dayInNorway } from '../../domain/dates';
import type { NewInvitationAnswer } from '../../domain/openapi';
import { dayInFull } from '../../i18n/spoken';
import { useTranslation } from '../../i18n/useTranslation';
import { invitationPath } from '../../paths';

export interface Made extends NewInvitationAnswer {
  name: string;
  contact: string;
  numbered: boolean;
  role: string;
}

interface MadeInvitationProps {
  made: Made;
  owner: string;
  onAnother: () => void;
}

/** The link, this once: nobody can show it again. */
export function MadeInvitation({ made, owner, onAnother }: MadeInvitationProps) {
  const { t, i18n } = useTranslation('people');
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const { name } = made;
  const proposed = made.status === 'proposed';
  const link = window.location.origin + invitationPath(made.code);
  return (
    <section className="invite__made">
      <h2 className="section-heading" ref={heading} tabIndex={-1}>
        {t(proposed ? 'made.titleProposing' : 'made.title', { name })}
      </h2>
      <p>{t('made.once', { name })}</p>
      <TheLink link={link} />
      <p className="quiet">
        {proposed
          ? t('made.proposing', { owner })
          : t('made.until', { day: dayInFull(dayInNorway(Date.parse(made.expires_at)), i18n.language) })}{' '}
        {t(`made.${nextOf(made)}`, { name })}
      </p>
      <div className="invite__acts">
        {made.contact && (
          <a
            className="ds-link"
            href={mailOf(made.contact, t('made.mailSubject'), `${t('made.mailBody')}\n\n${link}`)}
          >
            {t('made.mail')}
          </a>
        )}
        <Button onClick={onAnother} variant="secondary">
          {t('made.another')}
        </Button>
      </div>
    </section>
  );
}

function nextOf({ role, numbered }: Made): string {
  if (role === 'owner') return 'nextOwner';
  return numbered ? 'nextNumbered' : 'next';
}

function TheLink({ link }: { link: string }) {
  const { t } = useTranslation('people');
  const id = useId();
  const [said, setSaid] = useState('');
  const copy = () =>
    navigator.clipboard.writeText(link).then(
      () => setSaid('made.copied'),
      () => setSaid('made.copyFailed'),
    );
  return (
    <>
      <p className="invite__link" id={id}>
        {link}
      </p>
      <div className="invite__acts">
        <Button aria-describedby={id} onClick={() => void copy()}>
          {t('made.copy')}
        </Button>
        <span role="status">{said && t(said)}</span>
      </div>
    </>
  );
}

function mailOf(address: string, subject: string, body: string): string {
  return `mailto:${encodeURIComponent(address)}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body)}`;
}
