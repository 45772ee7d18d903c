import { Button } from '@digdir/designsystemet-react';
import type { Editor } from '@tiptap/core';
import { lazy, type RefObject, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { Link, useParams } from 'react-router';
import type * as Y from 'yjs';
import { useAssisted } from '../../api';
import { factsOf } from '../../domain/kinds';
import { coloured, coloursOf } from '../../domain/people';
import { everyPart, isPutAway } from '../../domain/putAway';
import type { PartView } from '../../domain/types';
import { usePartTitle } from '../../i18n/partTitle';
import { langOfTitle } from '../../i18n/theirWords';
import { useTranslation } from '../../i18n/useTranslation';
import { planPath } from '../../paths';
import { firstWordsShown } from '../../state/firstWords';
import { loaded } from '../../state/renewal';
import { useCell } from '../../state/useCell';
import { type Fields, type PartState, useConnection, useFields, usePart, useWriters } from '../../sync';
import { Loading } from '../../ui/Loading';
import { PageHeading } from '../../ui/PageHeading';
import { usePageMark } from '../../ui/pageMark';
import { Statement } from '../../ui/Statement';
import { CommentMargin } from '../comments/margin/CommentMargin';
import { useSuggestingMode } from '../comments/suggestions/typing/mode';
import { useSuggestions } from '../comments/suggestions/useSuggestions';
import { KeptDrafts } from '../comments/threads/KeptDrafts';
import { useComments } from '../comments/threads/useComments';
import { loadWordMarks } from '../comments/words/wordMarks';
import { ReadText } from '../editor/ReadText';
import { CreatePart } from '../frame/CreatePart';
import { usePlanContext } from '../frame/planContext';
import { usePreference } from '../frame/preferences';
import { WhoIsHere } from '../frame/WhoIsHere';
import { ChangedRight } from './ChangedRight';
import { PartFacts } from './facts/PartFacts';
import { FieldPresence } from './fields/FieldPresence';
import { HeldBack } from './HeldBack';
import { PresenceDigest } from './PresenceDigest';
import { ProposalNotice } from './ProposalNotice';
import { PutAwayButton, PutAwayNotice } from './PutAway';
import { useWriting, type Writing } from './useWriting';
import { VisibleTo } from './VisibleTo';
import './part.css';

// The editor is most of the page's code: it comes when somebody may write or comment, or has.
const editorModule = async () => {
  const [editor] = await Promise.all([import('../editor/PartEditor'), loadWordMarks()]);
  return editor;
};
const PartEditor = lazy(() => loaded(editorModule).then((module) => ({ default: module.PartEditor })));

/** The page of a part. A part that was visible is shown as "gone" after access ends, any other as "missing". */
export function PartPage() {
  const { part: id } = useParams();
  const { plan } = usePlanContext();
  usePageMark('part');
  const part = everyPart(plan).find((other) => other.id === id);
  const lastSeen = useRef<string | null>(null);
  if (part) lastSeen.current = part.id;
  const writing = useRef<Writing>('never');
  if (!part)
    return <MissingPart gone={lastSeen.current === id} part={id} saved={writing.current === 'saved'} />;
  return <OpenPart key={part.id} part={part} writing={writing} />;
}

interface MissingPartProps {
  gone: boolean;
  part: string | undefined;
  /** Whether this person wrote here, and all of it was saved. */
  saved: boolean;
}

function MissingPart({ gone, part = '', saved }: MissingPartProps) {
  const { t } = useTranslation('plan');
  const { plan } = usePlanContext();
  const words = gone ? 'gone' : 'missing';
  return (
    <div className="part" data-part-state={words}>
      <Statement title={t(`part.${words}Title`)} text={t(`part.${words}Text`)}>
        {gone && saved && <p>{t('part.goneSaved')}</p>}
        <Button asChild>
          <Link to={planPath(plan.id)}>{t('part.toPlan')}</Link>
        </Button>
      </Statement>
      <KeptDrafts me={plan.me} part={part} />
    </div>
  );
}

function OpenPart({ part, writing }: { part: PartView; writing: RefObject<Writing> }) {
  const { t } = useTranslation('plan');
  const { plan } = usePlanContext();
  const state = usePart(part);
  const { doc, phase } = state;
  useWriting(state, writing);
  const [editor, setEditor] = useState<Editor | null>(null);
  const fields = useFields(doc, phase === 'open' || phase === 'stopped');
  const title = usePartTitle(plan)({ ...part, title: fields?.title ?? part.title });
  const { level } = part;
  useEffect(() => {
    // Together with the text, not after it.
    if (level !== 'read') editorModule().catch(() => undefined);
  }, [level]);
  const shown = fields !== null;
  useEffect(() => {
    if (shown) firstWordsShown();
  }, [shown]);

  if (phase === 'gone') return <MissingPart gone part={part.id} saved={writing.current === 'saved'} />;
  return (
    <>
      <article className="part" data-part-state={phase}>
        <PartHead part={part} state={state} title={title} writable={editor !== null} />
        <ProposalNotice part={part} plan={plan} />
        <PutAwayNotice part={part} plan={plan} />
        {phase === 'stopped' && <Stopped token={state.token} />}
        {phase === 'open' && state.token && (
          <HeldBack document={part.document} onAgain={() => editor?.view.focus()} token={state.token} />
        )}
        {phase === 'opening' && <TextPending />}
        {doc && fields && (
          <>
            <FieldsOfPart doc={doc} fields={fields} part={part} state={state} />
            <PartText doc={doc} onEditor={setEditor} part={part} state={state} title={title} />
          </>
        )}
        <ChangedRight editor={editor} part={part} plan={plan} state={state} writing={writing} />
        <PutAwayButton part={part} plan={plan} />
        <PresenceDigest awareness={state.awareness} doc={doc} me={plan.me} part={title} />
      </article>
      <aside aria-label={t('part.comments')} className="margin">
        <CommentMargin doc={doc} editor={editor} part={part} plan={plan} />
      </aside>
    </>
  );
}

interface FieldsOfPartProps {
  part: PartView;
  state: PartState;
  doc: Y.Doc;
  fields: Fields;
}

/** The facts of a part, in whose fields the others are seen. */
function FieldsOfPart({ part, state, doc, fields }: FieldsOfPartProps) {
  const { plan } = usePlanContext();
  const [shown] = usePreference('carets');
  return (
    <FieldPresence awareness={state.awareness} plan={plan} shown={shown}>
      <PartFacts
        addMeasure={!isPutAway(plan, part) && <CreatePart goal={part.id} kind="measure" plan={plan} />}
        doc={doc}
        editable={state.editable}
        fields={fields}
        part={part}
        plan={plan}
      />
    </FieldPresence>
  );
}

interface OpenPartProps {
  part: PartView;
  title: string;
  state: PartState;
}

/** Kind, title, readers, the user's own level, and the people present. */
function PartHead({ part, title, state, writable }: OpenPartProps & { writable: boolean }) {
  const { t } = useTranslation('plan');
  const { plan } = usePlanContext();
  const { phase } = useConnection();
  const here = useWriters(state.awareness, plan.me);
  const level = currentLevel(part, state);
  // It speaks of a text that is there: what has not come, or cannot be written in yet, is not promised.
  const standing = phase !== 'stopped' && state.phase === 'open' && (level !== 'edit' || writable);
  return (
    <header className="part__head">
      {factsOf(part.kind).titled && <p className="eyebrow">{t(`kinds.${part.kind}`)}</p>}
      <PageHeading lang={langOfTitle(part)} tab={t('part.tab')} title={title} />
      <VisibleTo part={part} plan={plan} />
      <div className="part__standing">
        <p className="quiet">{standing && t(`rights.${level}`, '')}</p>
        <WhoIsHere label={t('part.here')} writers={coloured(plan, here)} />
      </div>
    </header>
  );
}

/** The user's level now: the open document knows of a change before the plan query does. */
function currentLevel(part: PartView, { phase, editable }: PartState): string {
  if (phase === 'open' && editable) return 'edit';
  return phase === 'open' && part.level === 'edit' ? 'read' : part.level;
}

interface PartTextProps extends OpenPartProps {
  doc: Y.Doc;
  onEditor: (editor: Editor | null) => void;
}

function PartText({ part, title, state, doc, onEditor }: PartTextProps) {
  const { t } = useTranslation('plan');
  const { plan, writer } = usePlanContext();
  const colours = useMemo(() => coloursOf(plan.participants), [plan.participants]);
  const [showCarets] = usePreference('carets');
  const rights = t(`rights.${currentLevel(part, state)}`, '');
  const { save } = useCell(state.live);
  const [suggests, setSuggests] = useSuggestingMode(part.id);
  const maySuggest = useMaySuggest(part, state);
  const suggesting = maySuggest ? { on: suggests, onSwitch: setSuggests } : undefined;
  const said = suggesting?.on ? t('suggestions:typing.label') : rights;
  const label = t('part.textLabel', { part: title, rights: said });
  const needsEditor = useNeedsEditor(part, state);
  const words = (
    <ReadText
      body={doc.getXmlFragment('body')}
      coming={state.editable}
      key={doc.guid}
      label={label}
      toolbar={maySuggest}
    />
  );
  const { titled } = factsOf(part.kind);
  return (
    <section aria-labelledby="text" className="part__text">
      <h2 className={titled ? 'section-heading' : 'visually-hidden'} id="text">
        {t(titled ? 'part.describe' : 'part.text')}
      </h2>
      {needsEditor ? (
        <Suspense fallback={words}>
          <PartEditor
            awareness={state.awareness}
            colourOf={(id) => colours.get(id)}
            doc={doc}
            editable={state.editable}
            key={doc.guid}
            label={label}
            onEditor={onEditor}
            saved={save === 'saved'}
            showCarets={showCarets}
            suggesting={suggesting}
            user={writer}
          />
        </Suspense>
      ) : (
        words
      )}
    </section>
  );
}

/** Whether this person may suggest here now: not where they write what the owner says. */
function useMaySuggest(part: PartView, state: PartState): boolean {
  const { plan } = usePlanContext();
  const assisted = useAssisted(plan).data?.running ?? null;
  const level = currentLevel(part, state);
  return state.phase === 'open' && assisted === null && (level === 'comment' || level === 'edit');
}

/** Whether there is more to do than to read: to write, to comment, or to be shown what others say of these words. */
function useNeedsEditor(part: PartView, { editable }: PartState): boolean {
  const comments = useComments(part.id);
  const suggestions = useSuggestions(part.id);
  const said = (comments.data?.length ?? 0) + (suggestions.data?.length ?? 0);
  const needed = editable || part.level !== 'read' || said > 0;
  const [ever, setEver] = useState(needed);
  if (needed && !ever) setEver(true);
  return ever;
}

/** Shown until the text has arrived. */
function TextPending() {
  const { t } = useTranslation('plan');
  const { phase } = useConnection();
  if (phase === 'offline') return <p role="status">{t('part.waiting')}</p>;
  return phase === 'stopped' ? null : <Loading label={t('part.loading')} />;
}

function Stopped({ token }: { token: string | null }) {
  const { t } = useTranslation('plan');
  const { phase } = useConnection();
  // When the whole connection has stopped, the reason is shown above.
  if (phase === 'stopped') return null;
  const words = token === 'quarantined' ? 'quarantined' : 'stopped';
  return (
    <div className="statement">
      <h2 className="section-heading">{t(`part.${words}Title`)}</h2>
      <p>{t(`part.${words}Text`)}</p>
      <Button onClick={() => window.location.reload()}>{t('part.reload')}</Button>
    </div>
  );
}
