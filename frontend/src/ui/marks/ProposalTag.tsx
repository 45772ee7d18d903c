import type { PartView } from '../../domain/types';
import { useTranslation } from '../../i18n/useTranslation';

/** Says in a list of a goal or measure that it is proposed, and waits for whoever owns the plan. */
export function ProposalTag({ part }: { part: PartView }) {
  const { t } = useTranslation('plan');
  return part.proposed ? <span className="proposal-tag">{t('proposal.tag')}</span> : null;
}
