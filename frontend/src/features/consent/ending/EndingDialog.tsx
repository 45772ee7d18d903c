import { Button, Dialog, Heading } from '@digdir/designsystemet-react';
import { type UseQueryResult, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useId, useRef } from 'react';
import { AS_READ, apiGet, apiSend, keys } from '../../../api';
import type { EndingAnswer } from '../../../domain/openapi';
import type { ParticipantView } from '../../../domain/types';
import { useTranslation } from '../../../i18n/useTranslation';
import { ReadingFailed, SigningRefused } from '../signing/Refusal';

interface EndingDialogProps {
  planId: string;
  person: ParticipantView;
  onClose: () => void;
}

const END = '/api/plans/{plan}/participants/{participant}/end';

/** What ending a participation means, with the sentence that is signed; afterwards the receipt. */
export function EndingDialog({ planId, person, onClose }: EndingDialogProps) {
  const { t } = useTranslation('consent');
  const heading = useId();
  const title = useRef<HTMLHeadingElement>(null);
  const sentence = useSentence(planId, person.id);
  const end = useEnd(planId, person.id, () => void sentence.refetch());
  // Read stays signable while it is asked for once more; the server refuses what has changed.
  const text = sentence.data?.text;
  const done = end.data !== undefined;
  useEffect(() => {
    if (done) title.current?.focus();
  }, [done]);
  return (
    <Dialog open className="signing" closeButton={false} aria-labelledby={heading} onClose={onClose}>
      <Heading level={2} data-size="sm" id={heading} ref={title} tabIndex={-1} className="signing__title">
        {t(done ? 'ending.done' : 'ending.title', { name: person.name })}
      </Heading>
      {!done && <p className="signing__lead">{t('ending.lead', { name: person.name })}</p>}
      <Words text={(end.data ?? sentence.data)?.text} reading={sentence} />
      {end.isError && <SigningRefused error={end.error} />}
      <p className="signing__note ending__note">{t('seenStays')}</p>
      <div className="signing__actions">
        {!done && (
          <Button
            aria-disabled={end.isPending || text === undefined}
            onClick={() => text !== undefined && !end.isPending && end.mutate(text)}
          >
            {t(end.isPending ? 'signing' : sentence.isPending ? 'wait' : 'ending.sign')}
          </Button>
        )}
        <Button variant={done ? 'primary' : 'secondary'} onClick={onClose}>
          {t(done ? 'receipt.close' : 'back')}
        </Button>
      </div>
    </Dialog>
  );
}

function Words({ text, reading }: { text: string | undefined; reading: UseQueryResult<EndingAnswer> }) {
  const { t, i18n } = useTranslation('consent');
  if (text === undefined && reading.isError) {
    return <ReadingFailed reading={{ error: reading.error, retry: () => void reading.refetch() }} />;
  }
  return (
    <blockquote className="signing__item ending__words" aria-busy={text === undefined}>
      <p className="signing__sentence" lang={i18n.language}>
        {text ?? t('composing')}
      </p>
    </blockquote>
  );
}

function useSentence(plan: string, participant: string) {
  const { i18n } = useTranslation();
  return useQuery({
    queryKey: keys.ending(plan, participant, i18n.language),
    queryFn: ({ signal }) => apiGet(END, { plan, participant }, signal),
    ...AS_READ,
    retry: false,
  });
}

function useEnd(plan: string, participant: string, refused: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (text: string) => apiSend(`POST ${END}`, { plan, participant }, { text }),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.plan(plan) }),
    onError: refused,
  });
}
