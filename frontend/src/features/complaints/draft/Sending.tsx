import { Button } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { apiGet } from '../../../api';
import { todayInNorway } from '../../../domain/dates';
import type { Identity, PackAnswer } from '../../../domain/openapi';
import { useTranslation } from '../../../i18n/useTranslation';
import { DateBox } from '../../../ui/dates/DateBox';
import { takesFocus } from '../../../ui/PageHeading';
import { Choice } from '../fields';
import { PackView } from '../pack/PackView';
import type { DraftProps } from './draftProps';

type Delivery = 'here' | 'letter' | 'handed-in';

/** Made ready, looked over, and sent: nothing goes out that was not shown as it goes. */
export function Sending(props: DraftProps) {
  const { t } = useTranslation('complaints');
  const ready = props.complaint.status === 'ready';
  const [began] = useState(ready);
  return (
    <section className="complaint-card">
      {/* What comes next stands here, and not on top of the page. */}
      <h2 className="section-heading" ref={ready && !began ? takesFocus : undefined} tabIndex={-1}>
        {t(ready ? 'draft.ready' : 'draft.finish')}
      </h2>
      {ready ? <Send {...props} /> : <MakeReady {...props} />}
    </section>
  );
}

function MakeReady({ acting, complaint }: DraftProps) {
  const { t } = useTranslation('complaints');
  const [identity, setIdentity] = useState<Identity>('electronic');
  if (complaint.status === 'considering') return <p>{t('draft.notBegun')}</p>;
  return (
    <>
      <Choice<Identity>
        chosen={identity}
        label={t('draft.identity')}
        onChoose={setIdentity}
        values={['electronic', 'signature']}
        words={(each) => t(`draft.${each}`)}
      />
      <div>
        <Button onClick={() => void acting.act('made-ready', { identity })}>{t('draft.ready')}</Button>
      </div>
    </>
  );
}

function Send({ acting, complaint, guidance }: DraftProps) {
  const { t } = useTranslation('complaints');
  const [pack, setPack] = useState<PackAnswer | null>(null);
  const [fault, setFault] = useState(false);
  const [channel, setChannel] = useState<Delivery>(channelsOf(complaint)[0] ?? 'letter');
  const [day, setDay] = useState(todayInNorway());
  const look = async () => {
    try {
      setPack(await apiGet('/api/complaints/{complaint}/pack', { complaint: complaint.id }));
      setFault(false);
    } catch {
      setFault(true);
    }
  };
  const send = async () => {
    const done = await acting.act('sent', { channel, day }, pack?.digest);
    if (!done) setPack(null);
  };
  return (
    <>
      <p>{t('draft.readyText')}</p>
      <div>
        <Button onClick={() => void look()} variant="secondary">
          {t('draft.look')}
        </Button>
      </div>
      {fault && <p role="alert">{t('failed')}</p>}
      {pack && (
        <>
          <div className="complaint-paper">
            <PackView complaint={complaint.id} guidance={guidance} pack={pack} />
          </div>
          <Choice<Delivery>
            chosen={channel}
            label={t('draft.channel')}
            onChoose={setChannel}
            values={channelsOf(complaint)}
            words={(each) => t(`draft.channels.${each}`)}
          />
          {channel !== 'here' && <DateBox label={t('draft.day')} onDay={setDay} value={day} />}
          <div>
            <Button onClick={() => void send()}>
              {t(channel === 'here' ? 'draft.send' : 'draft.markSent')}
            </Button>
          </div>
        </>
      )}
    </>
  );
}

function channelsOf({ to_unit, identity }: DraftProps['complaint']): Delivery[] {
  return to_unit && identity === 'electronic' ? ['here', 'letter', 'handed-in'] : ['letter', 'handed-in'];
}
