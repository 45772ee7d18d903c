import type { GrantPart, GrantsView, Kind, Level, ParticipantView } from '../../../domain/types';
import { useTranslation } from '../../../i18n/useTranslation';
import { cellOf, kindGrantOf } from '../grants/grants';
import { type Change, keyOf, type Target, wouldBe } from '../signing/changes';
import type { Names } from '../signing/useNames';
import type { Signing } from '../signing/useSigning';
import { LevelCell } from './LevelCell';
import { type LevelState, UNSET } from './levels';

/** What every component of the page needs: the grants, the names, and signing and ending (null where one may not). */
export interface Grants {
  view: GrantsView;
  names: Names;
  signing: Signing | null;
  /** In a list there is room for all choices at once; in a table there is not. */
  listed: boolean;
  /** Ends somebody's participation. */
  endOf: (person: ParticipantView) => ((person: ParticipantView) => void) | null;
}

function changeOf({ signing }: Grants, participant: string, target: Target): Change | undefined {
  return signing?.changes.find((change) => keyOf(change) === keyOf({ participant, target }));
}

function nextUntil(change: Change | undefined): string | null {
  return change?.until ?? (change?.dated ? UNSET : null);
}

function partState(grants: Grants, participant: string, part: GrantPart): LevelState {
  const { view, signing } = grants;
  const cell = cellOf(view, participant, part.id);
  const unsigned = cell.source === 'none' && cell.signed_at === null && cell.proposed !== 'none';
  return {
    level: cell.level,
    next: signing ? wouldBe(view, signing.changes, participant, part) : null,
    until: cell.level === 'none' ? null : cell.until,
    nextUntil: nextUntil(changeOf(grants, participant, { part: part.id })),
    proposed: unsigned ? cell.proposed : null,
    creator: cell.source === 'creator',
  };
}

/** Of the parts that are there, `mixed` where they have another level than those to come. */
function kindState(grants: Grants, participant: string, kind: Kind): LevelState {
  const { view } = grants;
  const grant = kindGrantOf(view, participant, kind);
  const change = changeOf(grants, participant, { kind });
  const parts = view.parts.filter((part) => part.kind === kind);
  return {
    level: grant.level,
    next: change?.level ?? null,
    until: grant.level === 'none' ? null : grant.until,
    nextUntil: nextUntil(change),
    proposed: null,
    creator: false,
    mixed: parts.some(({ id }) => cellOf(view, participant, id).level !== grant.level),
  };
}

function mostOf({ signing }: Grants, person: ParticipantView, target: Target): Level {
  return signing ? signing.mandate({ participant: person.id, target }) : 'none';
}

interface CellProps {
  grants: Grants;
  person: ParticipantView;
}

/** One participant's level for one part. */
export function PartCell({ grants, person, part }: CellProps & { part: GrantPart }) {
  const { t } = useTranslation('consent');
  const { signing, names } = grants;
  const target: Target = { part: part.id };
  return (
    <LevelCell
      listed={grants.listed}
      state={partState(grants, person.id, part)}
      label={t('cellLabel', { name: person.name, part: names.part(part) })}
      most={mostOf(grants, person, target)}
      onChoose={(level, dated) => {
        signing?.choose({ participant: person.id, target, level, dated, until: null, purpose: '' });
        if (dated) signing?.read();
      }}
    />
  );
}

/** One participant's level for all parts of a kind, including future ones. */
export function KindCell({ grants, person, kind }: CellProps & { kind: Kind }) {
  const { t } = useTranslation('consent');
  const { signing } = grants;
  const target: Target = { kind };
  return (
    <LevelCell
      listed={grants.listed}
      state={kindState(grants, person.id, kind)}
      label={t('kindLabel', { name: person.name, kinds: t(`allOf.${kind}`) })}
      most={mostOf(grants, person, target)}
      onChoose={(level, dated) => {
        signing?.chooseKind({ participant: person.id, target, level, dated, until: null, purpose: '' });
        if (dated) signing?.read();
      }}
    />
  );
}
