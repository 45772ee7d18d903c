import { useTranslation } from 'react-i18next';
import type { GrantPart, GrantsView, Kind, Level, ParticipantView } from '../../../domain/types';
import { cellOf, kindGrantOf } from '../grants/grants';
import { type Target, wouldBe } from '../signing/changes';
import type { Names } from '../signing/useNames';
import type { Signing } from '../signing/useSigning';
import { LevelCell, type LevelState } from './LevelCell';

/** What every component of the page needs: the grants, the names, and signing and ending (null where one may not). */
export interface Grants {
  view: GrantsView;
  names: Names;
  signing: Signing | null;
  /** Ends somebody's participation. */
  endOf: (person: ParticipantView) => ((person: ParticipantView) => void) | null;
}

function chosenFor({ signing }: Grants, participant: string, kind: Kind): Level | null {
  const found = signing?.changes.find(
    ({ participant: who, target }) => who === participant && 'kind' in target && target.kind === kind,
  );
  return found?.level ?? null;
}

function partState({ view, signing }: Grants, participant: string, part: GrantPart): LevelState {
  const cell = cellOf(view, participant, part.id);
  const unsigned = cell.source === 'none' && cell.signed_at === null && cell.proposed !== 'none';
  return {
    level: cell.level,
    next: signing ? wouldBe(view, signing.changes, participant, part) : null,
    until: cell.level === 'none' ? null : cell.until,
    proposed: unsigned ? cell.proposed : null,
    creator: cell.source === 'creator',
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
      state={partState(grants, person.id, part)}
      label={t('cellLabel', { name: person.name, part: names.part(part) })}
      most={mostOf(grants, person, target)}
      onChoose={(level, dated) =>
        signing?.choose({ participant: person.id, target, level, dated, until: null, purpose: '' })
      }
    />
  );
}

/** One participant's level for all parts of a kind, including future ones. */
export function KindCell({ grants, person, kind }: CellProps & { kind: Kind }) {
  const { t } = useTranslation('consent');
  const { signing, view } = grants;
  const target: Target = { kind };
  const grant = kindGrantOf(view, person.id, kind);
  return (
    <LevelCell
      state={{
        level: grant.level,
        next: chosenFor(grants, person.id, kind),
        until: grant.level === 'none' ? null : grant.until,
        proposed: null,
        creator: false,
      }}
      label={t('kindLabel', { name: person.name, kinds: t(`allOf.${kind}`) })}
      most={mostOf(grants, person, target)}
      onChoose={(level, dated) =>
        signing?.chooseKind({ participant: person.id, target, level, dated, until: null, purpose: '' })
      }
    />
  );
}
