import { Button, Heading } from '@digdir/designsystemet-react';
import { useEffect, useId, useRef, useState } from 'react';
import type { ParticipantView } from '../../../domain/types';
import { langOfTitle } from '../../../i18n/theirWords';
import { useTranslation } from '../../../i18n/useTranslation';
import { focusPageHeading } from '../../../ui/PageHeading';
import { EndButton } from '../ending/EndButton';
import { cellOf } from '../grants/grants';
import { type Grants, KindCell, PartCell } from './GrantCell';
import { type RowGroup, rowGroups } from './rows';

interface GrantListProps {
  grants: Grants;
  /** The part selected by the address: everybody's access to it is shown first. */
  wanted: string | null;
}

/** On a narrow screen: one person at a time, or everybody for the part selected by the address. */
export function GrantList({ grants, wanted }: GrantListProps) {
  const { t } = useTranslation('consent');
  const [byPerson, setByPerson] = useState(wanted === null);
  const part = grants.view.parts.find(({ id }) => id === wanted);
  if (part && !byPerson) {
    return (
      <>
        <OnePart grants={grants} wanted={part.id} />
        <Button
          variant="secondary"
          onClick={() => {
            setByPerson(true);
            // The button goes with what it stood below.
            focusPageHeading();
          }}
        >
          {t('showByPerson')}
        </Button>
      </>
    );
  }
  return <OnePerson grants={grants} />;
}

function OnePart({ grants, wanted }: { grants: Grants; wanted: string }) {
  const part = grants.view.parts.find(({ id }) => id === wanted);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  if (!part) return null;
  return (
    <section>
      <Heading level={2} data-size="xs" ref={heading} tabIndex={-1} className="grants__heading">
        {grants.names.part(part)}
      </Heading>
      <ul className="grants__list">
        {grants.view.participants.map((person) => (
          <li key={person.id} className="grants__item">
            <span>
              <span className="grants__name">{person.name}</span>
              <span className="grants__place">{grants.names.place(person)}</span>
            </span>
            <PartCell grants={grants} person={person} part={part} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Whom to see the access of; then everything that one person may see. */
function OnePerson({ grants }: { grants: Grants }) {
  const { t } = useTranslation('consent');
  const { participants, parts } = grants.view;
  const [chosen, setChosen] = useState<string | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const person = participants.find(({ id }) => id === chosen);
  useEffect(() => {
    if (chosen === null) return;
    heading.current?.focus({ preventScroll: true });
    // At the top, clear of the bar of changes, which may take half of a phone's screen.
    heading.current?.scrollIntoView();
  }, [chosen]);
  if (!person) return <People grants={grants} onChoose={setChosen} />;
  return (
    <>
      <div className="grants__person">
        <Heading level={2} data-size="xs" ref={heading} tabIndex={-1} className="grants__heading">
          {person.name}
          <span className="grants__place">{grants.names.place(person)}</span>
        </Heading>
        <Button variant="tertiary" data-size="sm" onClick={() => setChosen(null)}>
          {t('chooseAnother')}
        </Button>
      </div>
      <EndButton person={person} onEnd={grants.endOf(person)} />
      {rowGroups(parts).map((group) => (
        <PersonGroup key={`${person.id} ${group.name}`} grants={grants} group={group} person={person} />
      ))}
    </>
  );
}

function People({ grants, onChoose }: { grants: Grants; onChoose: (person: string) => void }) {
  const { t } = useTranslation('consent');
  const title = useId();
  const { participants, parts } = grants.view;
  return (
    <section aria-labelledby={title}>
      <Heading level={2} data-size="xs" id={title}>
        {t('choosePerson')}
      </Heading>
      <ul className="grants__people">
        {participants.map((person) => {
          const open = parts.filter((part) => cellOf(grants.view, person.id, part.id).level !== 'none');
          return (
            <li key={person.id}>
              <button type="button" className="grants__choose" onClick={() => onChoose(person.id)}>
                <span className="grants__name">{person.name}</span>
                <span className="grants__place">{grants.names.place(person)}</span>
                <span className="grants__count">{t('seesParts', { count: open.length })}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

interface PersonGroupProps {
  grants: Grants;
  group: RowGroup;
  person: ParticipantView;
}

function PersonGroup({ grants, group, person }: PersonGroupProps) {
  const { t } = useTranslation('consent');
  return (
    <section>
      <Heading level={2} data-size="2xs">
        {grants.names.group(group.name)}
      </Heading>
      <ul className="grants__list">
        {group.repeated.map((kind) => (
          <li className="grants__item grants__item--all" key={kind}>
            <span>{t(`allOf.${kind}`)}</span>
            <KindCell grants={grants} person={person} kind={kind} />
          </li>
        ))}
        {group.parts.map((part) => (
          <li key={part.id} className="grants__item">
            <span lang={langOfTitle(part)}>{grants.names.part(part)}</span>
            <PartCell grants={grants} person={person} part={part} />
          </li>
        ))}
      </ul>
    </section>
  );
}
