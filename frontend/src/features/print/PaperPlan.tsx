import type { PartGroup } from '../../domain/grouping';
import { isOwner, participantOf } from '../../domain/people';
import type { CommentView, PartView, PlanView } from '../../domain/types';
import { useGroupTitle, usePartTitle } from '../../i18n/partTitle';
import { langOfTitle } from '../../i18n/theirWords';
import { usePeopleWords } from '../../i18n/usePeopleWords';
import { useTranslation } from '../../i18n/useTranslation';
import type { PartCopy } from '../../sync';
import { PaperComments } from './PaperComments';
import { PaperFacts } from './PaperFacts';
import { PaperText } from './PaperText';

interface PaperPlanProps {
  plan: PlanView;
  chapters: PartGroup<PartView>[];
  copies: ReadonlyMap<string, PartCopy>;
  comments: ReadonlyMap<string, CommentView[] | null>;
}

/** The plan as one would write it on paper: who is with, and each part with its facts as sentences. */
export function PaperPlan({ plan, chapters, copies, comments }: PaperPlanProps) {
  const { t } = useTranslation(['plan', 'print']);
  const titleOf = useGroupTitle(plan);
  const reader = participantOf(plan, plan.me);
  return (
    <div className="paper__plan">
      <p>{t(isOwner(plan) ? 'print:asSeenByOwner' : 'print:asSeenBy', { name: reader?.name })}</p>
      <section className="paper__chapter">
        <h2 className="section-heading">{t('front.participants')}</h2>
        <People plan={plan} />
      </section>
      {chapters.map((chapter) => (
        <section className="paper__chapter" key={chapter.name}>
          <h2 className="section-heading">{titleOf(chapter.name)}</h2>
          {chapter.parts.map((part) => (
            <PaperPart
              comments={comments.get(part.id)}
              copy={copies.get(part.id) ?? null}
              key={part.id}
              part={part}
              plan={plan}
            />
          ))}
        </section>
      ))}
    </div>
  );
}

function People({ plan }: { plan: PlanView }) {
  const { roleAndPlace } = usePeopleWords();
  return (
    <ul className="paper__people">
      {plan.participants.map((person) => (
        <li key={person.id}>
          {person.name}, {roleAndPlace(person)}
        </li>
      ))}
    </ul>
  );
}

interface PaperPartProps {
  plan: PlanView;
  part: PartView;
  copy: PartCopy;
  comments: CommentView[] | null | undefined;
}

function PaperPart({ plan, part, copy, comments }: PaperPartProps) {
  const { t } = useTranslation(['plan', 'print']);
  const title = usePartTitle(plan)({ ...part, title: copy?.fields.title ?? part.title });
  return (
    <article className="paper__part">
      <h3 className="paper__title" lang={langOfTitle(part)}>
        {title}
      </h3>
      {part.proposed && <p className="paper__proposal">{t('proposal.tag')}</p>}
      {copy === null ? (
        <p>{t('print:notOpened')}</p>
      ) : (
        <>
          <PaperFacts fields={copy.fields} part={part} plan={plan} />
          <PaperText lines={copy.lines} />
        </>
      )}
      <PaperComments comments={comments} me={plan.me} />
    </article>
  );
}
