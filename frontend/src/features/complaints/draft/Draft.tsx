import { Button } from '@digdir/designsystemet-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { apiGet, keys } from '../../../api';
import { useTranslation } from '../../../i18n/useTranslation';
import { DatedForm } from '../../../ui/dates/DatedForm';
import type { Acting } from '../useComplaint';
import { Addressee } from './Addressee';
import { Deadline } from './Deadline';
import type { DraftProps } from './draftProps';
import { Evidence } from './Evidence';
import { Helpers } from './Helpers';
import { isOwn, OwnThings } from './OwnThings';
import { Sending } from './Sending';
import { Words } from './Words';

/** While it is written: each answer is kept as it is given, and a helper sees the words alone. */
export function Draft(props: DraftProps) {
  const { complaint, guidance } = props;
  const helps = complaint.capacity === 'helper';
  const evidence = useQuery({
    enabled: !helps,
    queryKey: keys.complaintEvidence(complaint.id),
    queryFn: ({ signal }) =>
      apiGet('/api/complaints/{complaint}/evidence', { complaint: complaint.id }, signal),
  });
  if (helps) return <Words {...props} />;
  return (
    <DatedForm>
      <p className="quiet">{guidance.only_you_see}</p>
      <Deadline {...props} items={evidence.data?.items ?? []} />
      <div className="dated-form" data-anyway>
        <Words {...props} />
        <Addressee {...props} />
        {evidence.data && <Evidence {...props} items={evidence.data.items.filter((item) => !isOwn(item))} />}
        {evidence.data && <OwnThings {...props} items={evidence.data.items.filter(isOwn)} />}
        {evidence.data && <Helpers {...props} known={evidence.data.may_help} />}
      </div>
      <Sending {...props} />
      {complaint.may.includes('withdrawn') && <PutAway acting={props.acting} />}
    </DatedForm>
  );
}

function PutAway({ acting }: { acting: Acting }) {
  const { t } = useTranslation('complaints');
  const [open, setOpen] = useState(false);
  if (!open) {
    return (
      <div data-anyway>
        <Button onClick={() => setOpen(true)} variant="tertiary">
          {t('draft.withdraw')}
        </Button>
      </div>
    );
  }
  return (
    <section className="complaint-card" data-anyway>
      <p>{t('draft.withdrawText')}</p>
      <div className="complaint-acts">
        <Button onClick={() => void acting.act('withdrawn')}>{t('draft.withdrawSure')}</Button>
        <Button onClick={() => setOpen(false)} variant="tertiary">
          {t('draft.undo')}
        </Button>
      </div>
    </section>
  );
}
