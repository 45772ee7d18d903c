import { Alert, Button } from '@digdir/designsystemet-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { apiGet, apiSend, isProblem, keys, useLoginWays } from '../../../api';
import type { OwnerArrivalAnswer } from '../../../domain/openapi';
import { momentInFull } from '../../../i18n/spoken';
import { useTranslation } from '../../../i18n/useTranslation';
import { ProblemStatement } from '../../../ui/ProblemStatement';
import { useRefusalWords } from '../desk/useDesk';
import { Line } from '../report/fields';

const ADDRESS = '/api/cases/{case}/owner-arrival';
/** Somebody may use the link while this page is open. */
const ASK_AGAIN_MS = 20_000;

/** Whoever has used the owner's link: a case handler, who is not in the plan, says whether it is them. */
export function OwnerArrival({ id, owner }: { id: string; owner: string }) {
  const { t } = useTranslation('desk');
  const queries = useQueryClient();
  const wordsOf = useFaultWords();
  const [said, setSaid] = useState('');
  const found = useQuery({
    queryKey: keys.ownerArrival(id),
    queryFn: ({ signal }) => apiGet(ADDRESS, { case: id }, signal),
    refetchInterval: ASK_AGAIN_MS,
  });
  const settle = useMutation({
    mutationFn: ({ invitation, check }: { invitation: string; check: string | null }) =>
      apiSend(
        `POST ${ADDRESS}`,
        { case: id },
        check === null ? { invitation, step: 'refuse' } : { invitation, step: 'confirm', check },
      ),
    onSuccess: (_, { check }) => setSaid(t(check === null ? 'arrival.stopped' : 'arrival.done', { owner })),
    onError: (error) => setSaid(wordsOf(error)),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.ownerArrival(id) }),
  });
  const waiting = found.data?.waiting;
  return (
    <>
      {found.isLoadingError && <ProblemStatement error={found.error} onRetry={() => void found.refetch()} />}
      <div role="status">
        {said && <Alert data-color={settle.isError ? 'warning' : 'success'}>{said}</Alert>}
      </div>
      {waiting && (
        <Check
          busy={settle.isPending}
          key={waiting.invitation}
          onSettle={(check) => settle.mutate({ invitation: waiting.invitation, check })}
          owner={owner}
          waiting={waiting}
        />
      )}
    </>
  );
}

interface CheckProps {
  waiting: OwnerArrivalAnswer;
  owner: string;
  busy: boolean;
  /** With the digits that were read out; null: it is somebody else. */
  onSettle: (check: string | null) => void;
}

function Check({ waiting, owner, busy, onSettle }: CheckProps) {
  const { t, i18n } = useTranslation('desk');
  const heading = useId();
  const [check, setCheck] = useState('');
  const ways = useLoginWays();
  const title = ways.data?.providers.find(({ name }) => name === waiting.provider)?.title;
  return (
    <section aria-labelledby={heading} className="case-card desk-form">
      <h2 className="section-heading" id={heading}>
        {t('arrival.title')}
      </h2>
      <p>{t('arrival.lead', { inviter: waiting.inviter, owner })}</p>
      <dl className="desk-facts">
        <dt>{t('arrival.name')}</dt>
        <dd>{waiting.name || t('arrival.noName')}</dd>
        <dt>{t('arrival.how')}</dt>
        <dd>{title ?? waiting.provider}</dd>
        <dt>{t('arrival.when')}</dt>
        <dd>{momentInFull(waiting.at, i18n.language)}</dd>
      </dl>
      <p>{t('arrival.help', { owner })}</p>
      <Line label={t('arrival.check')} onType={setCheck} value={check} />
      <div className="desk-acts">
        <Button aria-disabled={busy} onClick={() => !busy && onSettle(check.trim())}>
          {t('arrival.yes', { owner })}
        </Button>
        <Button
          aria-disabled={busy}
          data-color="danger"
          onClick={() => !busy && onSettle(null)}
          variant="secondary"
        >
          {t('arrival.no')}
        </Button>
      </div>
    </section>
  );
}

function useFaultWords(): (error: unknown) => string {
  const { t } = useTranslation('desk');
  const wordsOf = useRefusalWords();
  return (error) => {
    if (isProblem(error, 'invalid')) return t('arrival.wrong');
    return isProblem(error, 'forbidden') ? t('arrival.second') : wordsOf(error);
  };
}
