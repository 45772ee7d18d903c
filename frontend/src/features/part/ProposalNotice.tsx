import { Link } from 'react-router';
import { firstNameOf, namedIn } from '../../domain/people';
import type { PartView, PlanView } from '../../domain/types';
import { useTranslation } from '../../i18n/useTranslation';
import { grantsPath } from '../../paths';

interface ProposalProps {
  plan: PlanView;
  part: PartView;
}

/** Whose proposal a part is and for whom it waits; whoever may sign goes on from here. */
export function ProposalNotice({ plan, part }: ProposalProps) {
  const { t } = useTranslation('plan');
  const words = useProposalWords({ plan, part });
  if (!part.proposed) return null;
  return (
    <div className="proposal">
      <p>{words}</p>
      {plan.may_sign && (
        <Link className="ds-link" to={`${grantsPath(plan.id)}?part=${part.id}`}>
          {t('visible.change')}
        </Link>
      )}
    </div>
  );
}

function useProposalWords({ plan, part }: ProposalProps): string {
  const { t } = useTranslation('plan');
  const owner = firstNameOf(plan.owner_name);
  if (part.created_by === plan.me) return `${t('proposal.yours')} ${t('proposal.waits', { owner })}`;
  const by = namedIn(plan, part.created_by);
  if (!by) return `${t('proposal.nobodys')} ${t('proposal.onlyYou')}`;
  const name = firstNameOf(by.person.name);
  const sees = part.visible_to.some(({ participant }) => participant === by.person.id);
  return `${t('proposal.by', { name })} ${t(sees ? 'proposal.both' : 'proposal.onlyYou', { name })}`;
}
