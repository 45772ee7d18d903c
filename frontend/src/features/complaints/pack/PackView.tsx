import { Button } from '@digdir/designsystemet-react';
import { Link } from 'react-router';
import type { Guidance, Pack, PackAnswer } from '../../../domain/openapi';
import { dayInFull } from '../../../i18n/spoken';
import { useTranslation } from '../../../i18n/useTranslation';
import { complaintPrintPath } from '../../../paths';
import { saveAsFile } from '../../../ui/paper/saveAsFile';
import { useItemWords } from './useItemWords';

interface PackViewProps {
  complaint: string;
  pack: PackAnswer;
  guidance: Guidance;
  /** On the page that is printed, where no link leads to it. */
  printed?: boolean;
}

/** The complaint with an index and each attachment, as it goes out. */
export function PackView({ complaint, pack, guidance, printed = false }: PackViewProps) {
  const { t } = useTranslation('complaints');
  const { content } = pack;
  return (
    <article className="pack">
      {!pack.sent && <p className="quiet">{t('pack.draft')}</p>}
      <Letter content={content} guidance={guidance} />
      <Index content={content} />
      <Attachments content={content} />
      <p className="quiet pack__digest">{t('pack.whole', { digest: pack.digest })}</p>
      <div className="complaint-acts screen-only">
        {!printed && (
          <Link className="ds-link" target="_blank" to={complaintPrintPath(complaint)}>
            {t('pack.print')}
          </Link>
        )}
        {/* What was kept, character by character: its digest can be reckoned again. */}
        <Button onClick={() => saveAsFile(pack.file, 'klage.json')} variant="secondary">
          {t('pack.json')}
        </Button>
      </div>
    </article>
  );
}

function Letter({ content, guidance }: { content: Pack; guidance: Guidance }) {
  const { t, i18n } = useTranslation('complaints');
  const spoken = (day: string | null) => (day ? dayInFull(day, i18n.language) : '');
  const grounds = guidance.grounds.filter(({ ground }) => content.grounds.includes(ground));
  const facts: [string, string][] = [
    [t('pack.from'), content.by ? t('pack.onBehalf', { by: content.by, name: content.name }) : content.name],
    [t('pack.to'), content.to_unit ? t('draft.unit', { name: content.municipality }) : content.addressee],
    [t('pack.about'), guidance.bases.find(({ basis }) => basis === content.basis)?.text ?? ''],
    [t('pack.knownOn'), spoken(content.known_on)],
    [t('pack.deadline'), spoken(content.deadline)],
  ];
  const words: [string, string][] = [
    [t('pack.words'), content.words],
    [t('pack.wished'), content.wished],
    [t('pack.late'), content.late_reason],
  ];
  return (
    <>
      <dl className="pack__facts">
        {facts
          .filter(([, said]) => said)
          .map(([name, said]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{said}</dd>
            </div>
          ))}
      </dl>
      <h3>{t('pack.grounds')}</h3>
      <ul>
        {grounds.map(({ ground, text }) => (
          <li key={ground}>{text}</li>
        ))}
      </ul>
      {words
        .filter(([, said]) => said)
        .map(([name, said]) => (
          <section key={name}>
            <h3>{name}</h3>
            <p className="pack__words">{said}</p>
          </section>
        ))}
      <p className="pack__sign paper-only">{t('pack.sign')}</p>
    </>
  );
}

function Index({ content }: { content: Pack }) {
  const { t, i18n } = useTranslation('complaints');
  const words = useItemWords();
  return (
    <section>
      <h3>{t('pack.attached')}</h3>
      {content.items.length === 0 && <p>{t('pack.none')}</p>}
      {content.items.length > 0 && (
        <>
          <p>{t('pack.asOf', { day: dayInFull(content.as_of, i18n.language) })}</p>
          <ol>
            {content.items.map((item) => (
              <li key={item.key}>{words(item).title}</li>
            ))}
          </ol>
        </>
      )}
    </section>
  );
}

function Attachments({ content }: { content: Pack }) {
  const { t } = useTranslation('complaints');
  const words = useItemWords();
  return content.items.map((item, index) => (
    <section className="pack__item" key={item.key}>
      <h3>
        {t('pack.number', { count: index + 1 })}. {words(item).title}
      </h3>
      {words(item)
        .lines.filter(Boolean)
        .map((line) => (
          <p className="pack__words" key={line}>
            {line}
          </p>
        ))}
      {item.names_others && <p className="quiet">{t('pack.others')}</p>}
      <p className="quiet pack__digest">{t('pack.digest', { digest: item.digest })}</p>
    </section>
  ));
}
