import { Field, Label, Select } from '@digdir/designsystemet-react';
import { useId } from 'react';
import { Link } from 'react-router';
import type { CaseRow, ListedCoordinator, MovedCase, ServiceLeader } from '../../../domain/openapi';
import { useTranslation } from '../../../i18n/useTranslation';
import { deskCasePath } from '../../../paths';
import { Line } from '../report/fields';
import { answersThemselves, type Destination, departs } from './moving';

interface DestinationProps {
  to: Destination;
  onChoose: (change: Partial<Destination>) => void;
  listed: ListedCoordinator[];
  leaders: ServiceLeader[];
}

interface CaseProps extends DestinationProps {
  row: CaseRow;
  municipality: string;
  moved: MovedCase | undefined;
}

/** One case: what the owner wished for, who takes over, and what came of it. */
export function CaseToMove({ row, municipality, moved, ...destination }: CaseProps) {
  const { t } = useTranslation(['desk', 'cases']);
  const { to, onChoose, listed } = destination;
  const { wished } = row.coordinator;
  const successor = listed.find(({ person }) => person === to.successor);
  return (
    <article className="case-card">
      <h3 className="section-heading">
        <Link
          aria-label={t('cases:desk.open', { name: row.name })}
          className="ds-link"
          to={deskCasePath(municipality, row.id)}
        >
          {row.name}
        </Link>
      </h3>
      {row.protected && <strong>{t('cases:desk.protected')}</strong>}
      {wished && <p>{t('leaving.wished', { name: wished })}</p>}
      <Proposed {...destination} row={row} />
      <DestinationFields {...destination} owner={row.name} {...whatIsKnown(row, to, moved)} />
      {departs(row, successor) && (
        <Line
          label={t('leaving.departure')}
          onType={(departure) => onChoose({ departure })}
          value={to.departure}
        />
      )}
      {moved && <Outcome moved={moved} />}
    </article>
  );
}

/** How far it was when the page was opened: who is proposed, and what has come of it. */
function Proposed({ row, listed, leaders }: DestinationProps & { row: CaseRow }) {
  const { t } = useTranslation('desk');
  const { candidate, candidate_name: name, released_by: leader } = row.coordinator;
  const { declined, declined_name, declined_by, declined_reason: reason } = row.coordinator;
  if (declined) {
    const said = declined_by ? 'leaving.leaderDeclined' : 'leaving.ownerDeclined';
    const whose = { name: declined_name, leader: declined_by };
    return (
      <p>
        <strong>{t(said, whose)}</strong> {reason && <q>{reason}</q>} {t('leaving.chooseAnother')}
      </p>
    );
  }
  if (!candidate) return null;
  if (leader) return <p>{t('leaving.released', { name, leader })}</p>;
  const asked = answersThemselves(
    listed.find(({ person }) => person === candidate),
    leaders,
  );
  return <p>{t(asked ? 'leaving.leaderAsked' : 'leaving.proposed', { name })}</p>;
}

interface ChosenProps extends DestinationProps {
  owner?: string;
  /** The server asked nobody, whatever the list of leaders says. */
  unanswered?: boolean;
  /** The leader is asked already, or has answered. */
  asked?: boolean;
}

/** Who takes over, and which leader has said yes, where they do not say it themselves. */
export function DestinationFields({ to, onChoose, listed, leaders, owner, unanswered, asked }: ChosenProps) {
  const { t } = useTranslation('desk');
  const id = useId();
  const successor = listed.find(({ person }) => person === to.successor);
  const led = answersThemselves(successor, leaders) && !unanswered;
  return (
    <>
      <Field>
        <Label htmlFor={id}>
          {owner ? t('leaving.successor', { name: owner }) : t('leaving.successorOfAll')}
        </Label>
        <Select
          id={id}
          onChange={(event) => onChoose({ successor: event.target.value })}
          value={to.successor}
        >
          <option value="">{t('leaving.nobody')}</option>
          {listed.map((each) => (
            <option key={each.person} value={each.person}>
              {t('directory.choice', {
                name: each.name,
                workplace: each.workplace,
                cases: t(each.most_cases ? 'directory.casesOf' : 'directory.cases', {
                  active: each.active_cases,
                  most: each.most_cases,
                }),
              })}
            </option>
          ))}
        </Select>
      </Field>
      {led && !asked && <p>{t('leaving.asksLeader', { workplace: successor?.workplace })}</p>}
      {to.successor && !led && (
        <Line label={t('leaving.leader')} onType={(leader) => onChoose({ leader })} value={to.leader} />
      )}
    </>
  );
}

function whatIsKnown(row: CaseRow, { successor }: Destination, moved: MovedCase | undefined) {
  const { candidate, declined } = row.coordinator;
  const asked =
    [candidate, declined].includes(successor) || (moved?.did ?? []).includes('coordinator-proposed');
  return { unanswered: moved?.lacks === 'not-released', asked };
}

function Outcome({ moved }: { moved: MovedCase }) {
  const { t } = useTranslation(['desk', 'cases']);
  if (moved.refused)
    return (
      <p>
        <strong>{t('leaving.refused')}</strong>{' '}
        {t(`leaving.why.${moved.refused}`, t(`lacks.${moved.detail}`, t('failed')))}
      </p>
    );
  const did = moved.did.map((action) => t(`cases:desk.actions.${action}`, action)).join(', ');
  return (
    <p>
      {did ? t('leaving.did', { did }) : t('leaving.unchanged')}{' '}
      {moved.lacks && <strong>{t(`leaving.lacks.${moved.lacks}`)}</strong>}
    </p>
  );
}
