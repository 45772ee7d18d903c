import { Button } from '@digdir/designsystemet-react';
import type { Editor } from '@tiptap/core';
import { lazy, Suspense, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import type { PartView } from '../../domain/types';
import { usePart, useWriters } from '../../sync';
import { Loading } from '../../ui/Loading';
import { PageHeading } from '../../ui/PageHeading';
import { Statement } from '../../ui/Statement';
import { CommentMargin } from '../comments/CommentMargin';
import { useFields } from './fields/useFields';
import { PartFacts } from './PartFacts';
import { PresenceDigest } from './PresenceDigest';
import { planPath, usePlanContext } from './planContext';
import { usePreference } from './preferences';
import { Rescued } from './Rescued';
import { usePartTitle } from './usePartTitle';
import { VisibleTo } from './VisibleTo';
import { WhoIsHere } from './WhoIsHere';

// The editor is half of the page's weight; the list and the front page do without it.
const PartEditor = lazy(() =>
  import('../editor/PartEditor').then((module) => ({ default: module.PartEditor })),
);

/** One part. It stays on the screen as "gone" when access ends while it is open, and is never there otherwise. */
export function PartPage() {
  const { part: id } = useParams();
  const { plan } = usePlanContext();
  const part = plan.parts.find((other) => other.id === id);
  const seen = useRef<string | null>(null);
  if (part) seen.current = part.id;
  if (!part) return <NotThere gone={seen.current === id} plan={plan.id} />;
  return <OpenPart key={part.id} part={part} />;
}

function NotThere({ gone, plan }: { gone: boolean; plan: string }) {
  const { t } = useTranslation('plan');
  const words = gone ? 'gone' : 'missing';
  return (
    <div className="part" data-part-state={words}>
      <Statement title={t(`part.${words}Title`)} text={t(`part.${words}Text`)}>
        <Button asChild>
          <Link to={planPath(plan)}>{t('part.toPlan')}</Link>
        </Button>
      </Statement>
    </div>
  );
}

function OpenPart({ part }: { part: PartView }) {
  const { t } = useTranslation('plan');
  const { plan, writer } = usePlanContext();
  const state = usePart(part);
  const { doc, awareness, phase, rescued } = state;
  const [editor, setEditor] = useState<Editor | null>(null);
  const [showCarets] = usePreference('carets');
  const fields = useFields(doc, phase === 'open' || phase === 'stopped');
  const title = usePartTitle(plan)({ ...part, title: fields?.title ?? part.title });
  const here = useWriters(awareness, plan.me);
  const rights = t(`rights.${state.editable ? 'edit' : part.level === 'edit' ? 'read' : part.level}`);

  if (phase === 'gone') return <NotThere gone plan={plan.id} />;
  return (
    <>
      <article className="part" data-part-state={phase}>
        <header className="part__head">
          <p className="eyebrow">{hasFacts(part) ? t(`kinds.${part.kind}`) : ''}</p>
          <PageHeading title={title} />
          <div className="part__who">
            <VisibleTo part={part} plan={plan} />
            <WhoIsHere label={t('part.here')} writers={here} />
          </div>
          <p className="quiet">{phase === 'open' ? rights : t(`rights.${part.level}`, '')}</p>
        </header>
        {rescued && <Rescued onForget={state.forgetRescued} rescue={rescued} />}
        {phase === 'stopped' && !doc && <Stopped />}
        {phase === 'opening' && <Loading label={t('part.loading')} />}
        {doc && fields && (
          <>
            <PartFacts doc={doc} editable={state.editable} fields={fields} part={part} plan={plan} />
            <section aria-labelledby="text" className="part__text">
              <h2 className={hasFacts(part) ? 'section-heading' : 'visually-hidden'} id="text">
                {t(hasFacts(part) ? 'part.describe' : 'part.text')}
              </h2>
              <Suspense fallback={<Loading label={t('part.loading')} />}>
                <PartEditor
                  awareness={awareness}
                  doc={doc}
                  editable={state.editable}
                  key={doc.guid}
                  label={t('part.textLabel', { part: title, rights })}
                  onEditor={setEditor}
                  saved={state.save === 'saved'}
                  showCarets={showCarets}
                  user={writer}
                />
              </Suspense>
            </section>
          </>
        )}
        <PresenceDigest awareness={awareness} doc={doc} me={plan.me} part={title} />
      </article>
      <aside aria-label={t('part.comments')} className="margin">
        <CommentMargin doc={doc} editor={editor} part={part} plan={plan} />
      </aside>
    </>
  );
}

function hasFacts({ kind }: PartView): boolean {
  return kind === 'goal' || kind === 'measure';
}

function Stopped() {
  const { t } = useTranslation('plan');
  return (
    <div className="statement">
      <h2 className="section-heading">{t('part.stoppedTitle')}</h2>
      <p>{t('part.stoppedText')}</p>
      <Button onClick={() => window.location.reload()}>{t('part.reload')}</Button>
    </div>
  );
}
