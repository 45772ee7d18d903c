import { Button, Field, Input, Label } from '@digdir/designsystemet-react';
import { useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { keys } from '../../../api';
import type { EvidenceItem } from '../../../domain/openapi';
import { useTranslation } from '../../../i18n/useTranslation';
import { takesFocus } from '../../../ui/PageHeading';
import { Area, Line } from '../fields';
import { useItemWords } from '../pack/useItemWords';
import type { DraftProps } from './draftProps';
import { sha256 } from './sha256';

export const OWN = /^(note|paper|mandate)-\d+$/;

export function isOwn({ key }: EvidenceItem): boolean {
  return OWN.test(key);
}

type Open = '' | 'note' | 'paper' | 'mandate';

/** What whoever complains adds: their own words, and papers that follow by themselves. */
export function OwnThings({ complaint, acting, items }: DraftProps & { items: EvidenceItem[] }) {
  const { t } = useTranslation('complaints');
  const words = useItemWords();
  const queries = useQueryClient();
  const [open, setOpen] = useState<Open>('');
  const byMandate = complaint.mandate === 'written-mandate';
  const wants = byMandate && !items.some(({ kind }) => kind === 'mandate');
  const does = async (action: string, said: Record<string, string | boolean | number>) => {
    const done = await acting.act(action, said);
    await queries.invalidateQueries({ queryKey: keys.complaintEvidence(complaint.id) });
    return done;
  };
  const add = async (action: string, said: Record<string, string | boolean>) => {
    if (await does(action, said)) setOpen('');
  };
  return (
    <section className="complaint-card">
      <h2 className="section-heading">{t('own.heading')}</h2>
      {wants && <p>{t('own.mandateHelp')}</p>}
      <ul className="plain-list complaint-history">
        {items.map((item) => (
          <li key={item.key}>
            <strong>{words(item).title}</strong>
            {words(item)
              .lines.filter(Boolean)
              .map((line) => (
                <p className="pack__words" key={line}>
                  {line}
                </p>
              ))}
            <Button
              data-size="sm"
              onClick={() => void does('own-removed', { own: Number(item.key.split('-')[1]) })}
              variant="tertiary"
            >
              {t('own.remove', { title: words(item).title })}
            </Button>
          </li>
        ))}
      </ul>
      {open === 'note' && <NoteForm add={add} onClose={() => setOpen('')} />}
      {(open === 'paper' || open === 'mandate') && (
        <PaperForm add={add} key={open} mandate={open === 'mandate'} onClose={() => setOpen('')} />
      )}
      {open === '' && (
        <div className="complaint-acts">
          {wants && <Button onClick={() => setOpen('mandate')}>{t('own.addMandate')}</Button>}
          <Button onClick={() => setOpen('note')} variant="secondary">
            {t('own.addNote')}
          </Button>
          <Button onClick={() => setOpen('paper')} variant="secondary">
            {t('own.addPaper')}
          </Button>
        </div>
      )}
    </section>
  );
}

interface FormProps {
  add: (action: string, said: Record<string, string | boolean>) => Promise<void>;
  onClose: () => void;
}

function NoteForm({ add, onClose }: FormProps) {
  const { t } = useTranslation('complaints');
  const [title, setTitle] = useState('');
  const [text, setText] = useState('');
  const [lacks, setLacks] = useState(false);
  const send = () => {
    if (title.trim() && text.trim()) void add('note-added', { title, text });
    else setLacks(true);
  };
  return (
    <div className="complaint-form">
      <h3 className="complaint-form__title" ref={takesFocus} tabIndex={-1}>
        {t('own.addNote')}
      </h3>
      <Line label={t('own.title')} onType={setTitle} value={title} />
      <Area label={t('own.text')} onType={setText} value={text} />
      {lacks && <p role="alert">{t('own.lacksNote')}</p>}
      <Buttons onClose={onClose} onSend={send} />
    </div>
  );
}

/** The file stays where it is: only its checksum goes to the server. */
function PaperForm({ add, onClose, mandate }: FormProps & { mandate: boolean }) {
  const { t } = useTranslation('complaints');
  const id = useId();
  const [title, setTitle] = useState(mandate ? t('own.mandateTitle') : '');
  const [digest, setDigest] = useState('');
  const [lacks, setLacks] = useState(false);
  const read = async (file: File | undefined) =>
    setDigest(file ? await sha256(await file.arrayBuffer()) : '');
  const send = () => {
    if (title.trim() && digest) void add('paper-added', { title, digest, mandate });
    else setLacks(true);
  };
  return (
    <div className="complaint-form">
      <h3 className="complaint-form__title" ref={takesFocus} tabIndex={-1}>
        {t(mandate ? 'own.addMandate' : 'own.addPaper')}
      </h3>
      <p>{t('own.paperHelp')}</p>
      <Line label={t('own.title')} onType={setTitle} value={title} />
      <Field>
        <Label htmlFor={id}>{t('own.file')}</Label>
        <Input id={id} onChange={(event) => void read(event.target.files?.[0])} type="file" />
      </Field>
      {digest && <p className="quiet pack__digest">{t('pack.digest', { digest })}</p>}
      {lacks && <p role="alert">{t('own.lacksPaper')}</p>}
      <Buttons onClose={onClose} onSend={send} />
    </div>
  );
}

function Buttons({ onSend, onClose }: { onSend: () => void; onClose: () => void }) {
  const { t } = useTranslation('complaints');
  return (
    <div className="complaint-acts">
      <Button onClick={onSend}>{t('own.add')}</Button>
      <Button onClick={onClose} variant="tertiary">
        {t('draft.undo')}
      </Button>
    </div>
  );
}
