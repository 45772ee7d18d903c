import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { apiGet, keys, usePlan } from '../../../api';
import { dayInNorway } from '../../../domain/dates';
import type { InvitationAnswer } from '../../../domain/openapi';
import { dayAsSpoken } from '../../../i18n/spoken';
import { useTranslation } from '../../../i18n/useTranslation';
import { invitePath } from '../../../paths';
import { Loading } from '../../../ui/Loading';
import { ProblemStatement } from '../../../ui/ProblemStatement';
import { waitsFor } from './waitsFor';

/** Who has not answered in one plan: whom this person invited, and the owner about what they proposed. */
export function WithoutAnswer({ plan }: { plan: string }) {
  const { t } = useTranslation('coordinator');
  const view = usePlan(plan);
  const invitations = useQuery({
    queryKey: keys.invitations(plan),
    queryFn: ({ signal }) => apiGet('/api/plans/{plan}/invitations', { plan }, signal),
  });
  const [wrong] = [view, invitations].filter(({ isError }) => isError);
  if (wrong?.error) return <ProblemStatement error={wrong.error} onRetry={() => void wrong.refetch()} />;
  if (!view.data || !invitations.data) return <Loading label={t('unanswered.loading')} />;
  const { invited, proposed } = waitsFor(view.data, invitations.data.invitations);
  if (invited.length + proposed === 0) return <p>{t('unanswered.none')}</p>;
  return (
    <>
      {proposed > 0 && <p>{t('unanswered.proposed', { count: proposed })}</p>}
      <ul className="plain-list">
        {invited.map((each) => (
          <li key={each.id}>
            <Invited invitation={each} />
          </li>
        ))}
      </ul>
      {invited.length > 0 && (
        <p>
          <Link className="ds-link" to={invitePath(plan)}>
            {t('unanswered.invitations')}
          </Link>
        </p>
      )}
    </>
  );
}

function Invited({ invitation }: { invitation: InvitationAnswer }) {
  const { t, i18n } = useTranslation('coordinator');
  const { name, status, invited_at } = invitation;
  const day = dayAsSpoken(dayInNorway(Date.parse(invited_at)), i18n.language);
  return <>{t(`unanswered.invited.${status}`, { name, day })}</>;
}
