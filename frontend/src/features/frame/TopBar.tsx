import { Button, Dropdown } from '@digdir/designsystemet-react';
import { MenuHamburgerIcon } from '@navikt/aksel-icons';
import { useRef, useState } from 'react';
import { Link, useLocation } from 'react-router';
import { coloured, firstNameOf } from '../../domain/people';
import type { Writer } from '../../domain/types';
import { useTranslation } from '../../i18n/useTranslation';
import { partsPath, planPath, SESSIONS } from '../../paths';
import { useChannelPresence } from '../../sync';
import { Brand } from '../../ui/Brand';
import { CoordinatedLink } from '../../ui/bar/CoordinatedLink';
import { MessagesLink } from '../../ui/bar/MessagesLink';
import { OwnCaseLink } from '../../ui/bar/OwnCaseLink';
import { useEdges } from '../../ui/edges/useEdges';
import { LanguageSwitch, useOtherLanguage } from '../../ui/LanguageSwitch';
import { useAskedLogout } from '../../ui/LeaveDialog';
import { PersonMark } from '../../ui/marks/PersonMark';
import type { PlanContext } from './planContext';
import { usePreference } from './preferences';
import { SaveLine } from './SaveLine';
import { WhoIsHere } from './WhoIsHere';

/** The top bar of every page of a plan: navigation, save state, people present, and the user's menu. */
export function TopBar({ plan, me, writer }: PlanContext) {
  const { t } = useTranslation(['plan', 'sync']);
  const { pathname } = useLocation();
  const others = useChannelPresence(plan.channel, plan.me);
  const parts = partsPath(plan.id);
  const bar = useRef<HTMLElement>(null);
  useEdges(bar);
  return (
    <header className="top-bar" ref={bar}>
      <div className="top-bar__start">
        <Brand to={planPath(plan.id)} />
        {pathname !== parts && (
          <Button asChild className="top-bar__parts" data-size="sm" variant="tertiary">
            <Link to={parts}>
              <MenuHamburgerIcon aria-hidden="true" fontSize="1.25rem" />
              {t('nav.allParts')}
            </Link>
          </Button>
        )}
        <p className="top-bar__owner">
          <span className="visually-hidden">{t('front.title', { name: plan.owner_name })}</span>
          <span aria-hidden="true">{plan.owner_name}</span>
        </p>
      </div>
      <SaveLine />
      <div className="top-bar__end">
        <WhoIsHere label={t('sync:presence.here')} writers={coloured(plan, others)} />
        <span className="top-bar__language">
          <LanguageSwitch />
        </span>
        <MyMenu name={me.name} writer={writer} />
      </div>
    </header>
  );
}

function MyMenu({ name, writer }: { name: string; writer: Writer }) {
  const { t } = useTranslation(['common', 'sync', 'session']);
  const [open, setOpen] = useState(false);
  const trigger = useRef<HTMLButtonElement>(null);
  const { logOut, busy, question } = useAskedLogout(() => {
    // A dialog gives the focus back to where it was, and the menu's buttons are gone by then.
    trigger.current?.focus();
    setOpen(false);
  });
  const language = useOtherLanguage();
  const [digest, toggleDigest] = usePreference('digest');
  const [carets, toggleCarets] = usePreference('carets');
  return (
    <Dropdown.TriggerContext>
      <Dropdown.Trigger
        aria-label={t(name ? 'menuFor' : 'menu', { name })}
        className="my-menu"
        ref={trigger}
        variant="tertiary"
      >
        <PersonMark me person={writer} />
        <span className="my-menu__name">{firstNameOf(name)}</span>
      </Dropdown.Trigger>
      <Dropdown
        onClose={() => setOpen(false)}
        onOpen={() => setOpen(true)}
        open={open}
        placement="bottom-end"
      >
        <Dropdown.Heading>{name}</Dropdown.Heading>
        <Dropdown.List>
          <MenuItem
            className="my-menu__language"
            lang={language.other}
            onClick={language.change}
            words={language.name}
          />
          <MenuSwitch on={digest} onClick={toggleDigest} words={t('sync:presence.digest')} />
          <MenuSwitch on={carets} onClick={toggleCarets} words={t('sync:presence.carets')} />
          <Dropdown.Item>
            <Dropdown.Button asChild>
              <MessagesLink />
            </Dropdown.Button>
          </Dropdown.Item>
          {open && writer.role === 'owner' && (
            <OwnCaseLink>
              {(link) => (
                <Dropdown.Item>
                  <Dropdown.Button asChild>{link}</Dropdown.Button>
                </Dropdown.Item>
              )}
            </OwnCaseLink>
          )}
          {open && writer.role === 'coordinator' && (
            <CoordinatedLink>
              {(link) => (
                <Dropdown.Item>
                  <Dropdown.Button asChild>{link}</Dropdown.Button>
                </Dropdown.Item>
              )}
            </CoordinatedLink>
          )}
          <Dropdown.Item>
            <Dropdown.Button asChild>
              <Link to={SESSIONS}>{t('session:list.menu')}</Link>
            </Dropdown.Button>
          </Dropdown.Item>
          <MenuItem onClick={logOut} words={t(busy ? 'loggingOut' : 'logOut')} />
        </Dropdown.List>
      </Dropdown>
      {question}
    </Dropdown.TriggerContext>
  );
}

interface MenuItemProps {
  words: string;
  className?: string;
  lang?: string;
  onClick: () => void;
}

function MenuItem({ words, className, ...button }: MenuItemProps) {
  return (
    <Dropdown.Item className={className}>
      <Dropdown.Button {...button}>{words}</Dropdown.Button>
    </Dropdown.Item>
  );
}

/** A setting of its reader's own: what it is about, and whether it is on. */
function MenuSwitch({ words, on, onClick }: { words: string; on: boolean; onClick: () => void }) {
  const { t } = useTranslation('sync');
  return (
    <Dropdown.Item>
      <Dropdown.Button aria-checked={on} onClick={onClick} role="switch">
        <span>
          {words}
          <span aria-hidden="true">: {t(on ? 'presence.on' : 'presence.off')}</span>
        </span>
      </Dropdown.Button>
    </Dropdown.Item>
  );
}
