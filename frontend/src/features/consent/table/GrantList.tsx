import { Button, Field, Heading, Label, Select } from '@digdir/designsystemet-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ParticipantView } from '../../../domain/types';
import { EndButton } from '../ending/EndButton';
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
        <Button variant="secondary" onClick={() => setByPerson(true)}>
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

function OnePerson({ grants }: { grants: Grants }) {
  const { t } = useTranslation('consent');
  const { participants, parts } = grants.view;
  const [chosen, setChosen] = useState(participants[0]?.id ?? '');
  const person = participants.find(({ id }) => id === chosen) ?? participants[0];
  if (!person) return null;
  return (
    <>
      <Field>
        <Label>{t('choosePerson')}</Label>
        <Select value={person.id} onChange={(event) => setChosen(event.target.value)}>
          {participants.map((each) => (
            <Select.Option key={each.id} value={each.id}>
              {each.name} ({grants.names.place(each)})
            </Select.Option>
          ))}
        </Select>
      </Field>
      <EndButton person={person} onEnd={grants.endOf(person)} />
      {rowGroups(parts).map((group) => (
        <PersonGroup key={`${person.id} ${group.name}`} grants={grants} group={group} person={person} />
      ))}
    </>
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
        {t(`plan:groups.${group.name}`)}
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
            <span>{grants.names.part(part)}</span>
            <PartCell grants={grants} person={person} part={part} />
          </li>
        ))}
      </ul>
    </section>
  );
}
