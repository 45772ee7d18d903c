import { useEffect, useId, useRef } from 'react';
import type { GrantPart, ParticipantView } from '../../../domain/types';
import { langOfTitle } from '../../../i18n/theirWords';
import { useTranslation } from '../../../i18n/useTranslation';
import { EndButton } from '../ending/EndButton';
import { type Grants, KindCell, PartCell } from './GrantCell';
import { type RowGroup, rowGroups } from './rows';

interface GrantTableProps {
  grants: Grants;
  /** The part selected by the address; its row is scrolled into view and focused. */
  wanted: string | null;
}

/** Parts as rows, people as columns. */
export function GrantTable({ grants, wanted }: GrantTableProps) {
  const { t } = useTranslation('consent');
  const { participants, parts } = grants.view;
  const groups = rowGroups(parts);
  const after = useId();
  const idOf = (place: number) => `${after}-${place}`;
  return (
    <>
      <table className="grants__table">
        <caption className="visually-hidden">{t('caption')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('part')}</th>
            {participants.map((person) => (
              <th scope="col" key={person.id}>
                <span className="grants__name">{person.name}</span>
                <span className="grants__place">{grants.names.place(person)}</span>
                <EndButton person={person} onEnd={grants.endOf(person)} />
              </th>
            ))}
          </tr>
        </thead>
        {groups.map((group, place) => (
          <Group
            key={group.name}
            group={group}
            id={idOf(place)}
            next={groups[place + 1] ? idOf(place + 1) : after}
            grants={grants}
            wanted={wanted}
          />
        ))}
      </table>
      <div id={after} tabIndex={-1} />
    </>
  );
}

interface GroupProps extends GrantTableProps {
  group: RowGroup;
  id: string;
  /** The id of what comes after this group: with many people there are hundreds of choices before it. */
  next: string;
}

function Group({ group, id, next, grants, wanted }: GroupProps) {
  const { t } = useTranslation('consent');
  const { participants } = grants.view;
  return (
    <tbody>
      <tr>
        <th scope="rowgroup" colSpan={participants.length + 1} className="grants__group">
          <span id={id} tabIndex={-1}>
            {grants.names.group(group.name)}
          </span>
          {grants.signing && (
            <a className="grants__skip" href={`#${next}`}>
              {t('skipGroup', { group: grants.names.group(group.name) })}
            </a>
          )}
        </th>
      </tr>
      {group.repeated.map((kind) => (
        <tr className="grants__all" key={kind}>
          <th scope="row">{t(`allOf.${kind}`)}</th>
          {participants.map((person) => (
            <td key={person.id}>
              <KindCell grants={grants} person={person} kind={kind} />
            </td>
          ))}
        </tr>
      ))}
      {group.parts.map((part) => (
        <Row key={part.id} part={part} grants={grants} people={participants} wanted={wanted === part.id} />
      ))}
    </tbody>
  );
}

interface RowProps {
  part: GrantPart;
  grants: Grants;
  people: ParticipantView[];
  wanted: boolean;
}

function Row({ part, grants, people, wanted }: RowProps) {
  const row = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    if (!wanted || !row.current) return;
    row.current.scrollIntoView({ block: 'center' });
    (row.current.querySelector('select') ?? row.current).focus({ preventScroll: true });
  }, [wanted]);
  return (
    <tr ref={row} tabIndex={-1} className={wanted ? 'grants__row grants__row--wanted' : 'grants__row'}>
      <th lang={langOfTitle(part)} scope="row">
        {grants.names.part(part)}
      </th>
      {people.map((person) => (
        <td key={person.id}>
          <PartCell grants={grants} person={person} part={part} />
        </td>
      ))}
    </tr>
  );
}
