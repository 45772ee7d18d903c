import { Alert, Button } from '@digdir/designsystemet-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { apiGet, apiSend, isProblem, keys } from '../../api';
import { holds } from '../../domain/alphabet';
import type { OwnText } from '../../domain/openapi';
import { useTranslation } from '../../i18n/useTranslation';
import { useUnwritten } from '../../state/useUnwritten';
import { Loading } from '../../ui/Loading';
import { useRefusedField } from '../../ui/problems/useRefusedField';
import { SettingsField } from './SettingsField';

const LANGUAGES = ['nb', 'en'] as const;

/** Every text of the catalogue, and the words that the municipality uses instead. */
export function OwnTexts({ number }: { number: string }) {
  const { t } = useTranslation('municipalities');
  const [typed, setTyped] = useState('');
  const texts = useQuery({
    queryKey: keys.municipalityTexts(number),
    queryFn: ({ signal }) =>
      apiGet('/api/municipalities/{municipality}/texts', { municipality: number }, signal),
  });
  const found = (texts.data ?? []).filter(
    ({ key, nb, en, own }) =>
      typed.trim() === '' || [key, nb, en, ...Object.values(own)].some((each) => holds(each, typed)),
  );
  return (
    <section className="settings">
      <h2 className="section-heading">{t('texts.title')}</h2>
      <p className="quiet">{t('texts.text')}</p>
      <SettingsField label={t('texts.search')} onChange={setTyped} value={typed} />
      <p className="quiet" role="status">
        {texts.data && t('texts.found', { count: found.length })}
      </p>
      {texts.isPending && <Loading label={t('loading')} />}
      {texts.isError && !texts.data && (
        <Button onClick={() => void texts.refetch()} variant="secondary">
          {t('texts.again')}
        </Button>
      )}
      {subjectsOf(found).map(([subject, ofIt]) => (
        <Subject key={subject} number={number} open={typed.trim() !== ''} subject={subject} texts={ofIt} />
      ))}
    </section>
  );
}

/** By the first word of their keys, which is the file that they stand in. */
function subjectsOf(texts: OwnText[]): [string, OwnText[]][] {
  const found = new Map<string, OwnText[]>();
  for (const text of texts) {
    const subject = text.key.split('.')[0] ?? '';
    found.set(subject, [...(found.get(subject) ?? []), text]);
  }
  return [...found];
}

function Subject(props: { number: string; subject: string; texts: OwnText[]; open: boolean }) {
  const { t } = useTranslation('municipalities');
  const { number, subject, texts, open } = props;
  const own = texts.filter((text) => Object.keys(text.own).length > 0).length;
  return (
    <details className="settings__subject" open={open}>
      <summary>
        {t(`texts.subjects.${subject}`)}{' '}
        <span className="quiet">
          {t('texts.found', { count: texts.length })}
          {own > 0 && `, ${t('texts.ownCount', { count: own })}`}
        </span>
      </summary>
      <ul className="plain-list settings__texts">
        {texts.map((text) => (
          <li key={text.key}>
            <OneText number={number} text={text} />
          </li>
        ))}
      </ul>
    </details>
  );
}

function OneText({ number, text }: { number: string; text: OwnText }) {
  const { t, i18n } = useTranslation('municipalities');
  const [open, setOpen] = useState(false);
  const own = Object.keys(text.own).length > 0;
  const shown = text.own[i18n.language] ?? (i18n.language === 'en' ? text.en : text.nb);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <span className="settings__words">{shown}</span>
        {own && <strong className="settings__own">{t('texts.own')}</strong>}
      </summary>
      <p className="quiet">
        {t('texts.source', { source: text.source, day: text.valid_from })} <code>{text.key}</code>
      </p>
      {text.values.length > 0 && (
        <p className="quiet">
          {t('texts.values', { values: text.values.map((name) => `{${name}}`).join(', ') })}
        </p>
      )}
      {open &&
        LANGUAGES.map((language) => (
          <OneLanguage key={language} language={language} number={number} text={text} />
        ))}
    </details>
  );
}

function OneLanguage(props: { number: string; text: OwnText; language: (typeof LANGUAGES)[number] }) {
  const { number, text, language } = props;
  const { t } = useTranslation('municipalities');
  const client = useQueryClient();
  const usual = text[language];
  const said = text.own[language] ?? usual;
  const [written, setTyped] = useState<string | null>(null);
  // Until somebody writes, what colleagues make of it stands there.
  const typed = written ?? said;
  const tell = useUnwritten();
  const saving = useMutation({
    mutationFn: (words: string) =>
      apiSend(
        'PUT /api/municipalities/{municipality}/texts/{key}',
        { municipality: number, key: text.key },
        { language, text: words },
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.municipalityTexts(number) }),
  });
  const refused = isProblem(saving.error, 'invalid');
  const field = useRefusedField<HTMLDivElement>(refused && saving.error);
  const changed = typed.trim() !== said;
  useEffect(() => {
    tell(changed ? 'unfinished' : null);
    return () => tell(null);
  }, [changed, tell]);
  const save = (words: string) => {
    setTyped(words);
    saving.mutate(words === usual ? '' : words);
  };
  return (
    <div className="settings__language" ref={field}>
      <SettingsField
        label={t(`texts.${language}`)}
        lang={language}
        lines={Math.min(12, 2 + Math.ceil(typed.length / 70))}
        onChange={setTyped}
        refused={refused}
        value={typed}
      />
      <div className="settings__actions">
        <Button disabled={!changed || saving.isPending} onClick={() => save(typed.trim() || usual)}>
          {t('texts.save')}
        </Button>
        {said !== usual && (
          <Button disabled={saving.isPending} onClick={() => save(usual)} variant="secondary">
            {t('texts.usual')}
          </Button>
        )}
        <span role="status">{saving.isSuccess && !changed ? t('saved') : ''}</span>
      </div>
      {saving.isError && <Alert data-color="danger">{t(`failed.${failure(saving.error)}`)}</Alert>}
    </div>
  );
}

/** The words for why something was not saved. */
export function failure(error: unknown): 'outdated' | 'invalid' | 'offline' | 'unknown' {
  const type = isProblem(error) ? error.type : '';
  return type === 'outdated' || type === 'invalid' || type === 'offline' ? type : 'unknown';
}
