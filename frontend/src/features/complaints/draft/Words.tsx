import { Checkbox, Fieldset } from '@digdir/designsystemet-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { ComplaintAnswer, Ground } from '../../../domain/openapi';
import { useTranslation } from '../../../i18n/useTranslation';
import { Area, Choice } from '../fields';
import type { Acting } from '../useComplaint';
import type { DraftProps } from './draftProps';
import { merged, sameWritten, type Written, writtenIn } from './written';

const PAUSE = 1500;
/** Milliseconds without a letter after which what is written is kept. */

/** What it is about, in one's own words; kept while it is written. */
export function Words({ complaint, guidance, acting }: DraftProps) {
  const { t } = useTranslation('complaints');
  const { typed, type, keep, state } = useWriting(complaint, acting);
  const choose = (change: Partial<Written>) => type(change, { now: true });
  const late = complaint.deadline?.late || typed.late_reason !== '';
  return (
    <section className="complaint-card">
      <h2 className="section-heading">{t('draft.about')}</h2>
      <Fieldset>
        <Fieldset.Legend>{t('draft.grounds')}</Fieldset.Legend>
        {guidance.grounds.map(({ ground, text }) => (
          <Checkbox
            checked={typed.grounds.includes(ground)}
            key={ground}
            label={text}
            onChange={() => choose({ grounds: toggled(typed.grounds, ground) })}
          />
        ))}
      </Fieldset>
      <Area label={t('draft.words')} onLeave={keep} onType={(words) => type({ words })} value={typed.words} />
      <Area
        label={t('draft.wished')}
        onLeave={keep}
        onType={(wished) => type({ wished })}
        value={typed.wished}
      />
      {late && (
        <Area
          label={t('draft.lateReason')}
          onLeave={keep}
          onType={(late_reason) => type({ late_reason })}
          value={typed.late_reason}
        />
      )}
      {complaint.capacity !== 'helper' && (
        <Choice
          chosen={typed.talk_first === null ? '' : typed.talk_first ? 'yes' : 'no'}
          label={guidance.talk_first}
          onChoose={(each) => choose({ talk_first: each === 'yes' })}
          values={['yes', 'no']}
          words={(each) => t(each === 'yes' ? 'draft.talkYes' : 'draft.talkNo')}
        />
      )}
      <p className="quiet" role="status">
        {state && t(state)}
      </p>
    </section>
  );
}

function toggled(grounds: Ground[], ground: Ground): Ground[] {
  return grounds.includes(ground) ? grounds.filter((each) => each !== ground) : [...grounds, ground];
}

type Keeping = '' | 'saving' | 'saved' | 'unsaved' | 'draft.both';

/** What is typed stays here until it is kept, also when keeping fails; the page says so before it is left.
 * What somebody else kept meanwhile is taken in, and no word of either is lost. */
function useWriting(complaint: ComplaintAnswer, { act }: Acting) {
  const [typed, setTyped] = useState(() => writtenIn(complaint));
  const [state, setState] = useState<Keeping>('');
  const unkept = useRef<Written | null>(null);
  const known = useRef({ read: typed, sent: typed });
  const timer = useRef(0);
  const newest = useRef({ act, typed });
  newest.current = { act, typed };
  const keep = useCallback(() => {
    window.clearTimeout(timer.current);
    const written = unkept.current;
    if (written === null) return;
    unkept.current = null;
    known.current.sent = written;
    setState('saving');
    void newest.current.act('written', { ...written }).then((done) => {
      if (!done) unkept.current ??= written;
      setState((before) => (before === 'draft.both' ? before : done ? 'saved' : 'unsaved'));
    });
  }, []);
  const put = useCallback(
    (next: Written, now: boolean) => {
      setTyped(next);
      newest.current.typed = next;
      unkept.current = next;
      window.clearTimeout(timer.current);
      if (now) keep();
      else timer.current = window.setTimeout(keep, PAUSE);
    },
    [keep],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: each record is looked at once, when it comes.
  useEffect(() => {
    const theirs = writtenIn(complaint);
    const { read, sent } = known.current;
    const { written, both } = merged(newest.current.typed, theirs, read, sent);
    known.current.read = theirs;
    if (both) setState('draft.both');
    if (sameWritten(written, newest.current.typed)) return;
    if (sameWritten(written, theirs)) setTyped(written);
    else put(written, false);
  }, [complaint.number]);
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (unkept.current !== null) event.preventDefault();
    };
    window.addEventListener('beforeunload', warn);
    return () => {
      window.removeEventListener('beforeunload', warn);
      keep();
    };
  }, [keep]);
  const type = (change: Partial<Written>, { now = false } = {}) =>
    put({ ...newest.current.typed, ...change }, now);
  return { typed, type, keep, state };
}
