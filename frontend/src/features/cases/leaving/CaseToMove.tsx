import { Field, Label, Select } from '@digdir/designsystemet-react';
import { useId } from 'react';
import { Link } from 'react-router';
import type { CaseRow, ListedCoordinator, MovedCase } from '../../../domain/openapi';
import { useTranslation } from '../../../i18n/useTranslation';
import { deskCasePath } from '../../../paths';
import { Line } from '../report/fields';
import { type Destination, departs } from './moving';

interface DestinationProps {
  to: Destination;
  onChoose: (change: Partial<Destination>) => void;
  listed: ListedCoordinator[];
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
  const { wished, candidate_name } = row.coordinator;
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
      {candidate_name && <p>{t('leaving.proposed', { name: candidate_name })}</p>}
      <DestinationFields {...destination} owner={row.name} />
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

/** Who takes over, and which leader has said yes. */
export function DestinationFields({ to, onChoose, listed, owner }: DestinationProps & { owner?: string }) {
  const { t } = useTranslation('desk');
  const id = useId();
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
      {to.successor && (
        <Line label={t('leaving.leader')} onType={(leader) => onChoose({ leader })} value={to.leader} />
      )}
    </>
  );
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
