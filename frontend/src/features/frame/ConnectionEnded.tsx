import { Alert, Button } from '@digdir/designsystemet-react';
import { useIsFetching, useQueryClient } from '@tanstack/react-query';
import { keys, refetchAll, useMe } from '../../api';
import { useTranslation } from '../../i18n/useTranslation';
import { useConnection } from '../../sync';
import { AtFoot } from '../../ui/edges/AtFoot';

/**
 * Shown after the connection has stopped for good: the reason, the consequence, and the one possible action. When the
 * session is over, there is no page any more to show it on.
 */
export function ConnectionEnded({ plan }: { plan: string }) {
  const { phase, token } = useConnection();
  if (phase !== 'stopped' || token === 'session-expired') return null;
  if (token === 'restored') return <Restored plan={plan} />;
  return <Ended onContinue={reload} words={token === 'schema-too-old' ? token : 'other'} />;
}

/** After a restore the plan is fetched again and the page continues by itself, unless the request fails. */
function Restored({ plan }: { plan: string }) {
  const queries = useQueryClient();
  const me = useMe();
  // `usePlan` here would refetch a stale plan when this mounts, before `/api/login` has answered: a 401 in the console.
  const fetchingPlan = useIsFetching({ queryKey: keys.plan(plan), exact: true }) > 0;
  if (me.isFetching || fetchingPlan) return null;
  return <Ended onContinue={() => void refetchAll(queries)} words="restored" />;
}

function Ended({ words, onContinue }: { words: string; onContinue: () => void }) {
  const { t } = useTranslation('sync');
  return (
    <AtFoot>
      <Alert className="connection-ended" data-color="warning" role="alert">
        <h2 className="section-heading">{t(`stopped.${words}.title`)}</h2>
        <p>{t(`stopped.${words}.text`)}</p>
        <div className="statement__actions">
          <Button onClick={onContinue}>{t(`stopped.${words}.action`)}</Button>
        </div>
      </Alert>
    </AtFoot>
  );
}

function reload() {
  window.location.reload();
}
