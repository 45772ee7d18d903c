import { Button, Checkbox } from '@digdir/designsystemet-react';
import { useEffect, useState } from 'react';
import { groupParts } from '../../domain/grouping';
import { isOwner } from '../../domain/people';
import type { PlanView } from '../../domain/types';
import { useTranslation } from '../../i18n/useTranslation';
import { PageHeading } from '../../ui/PageHeading';
import { usePlanContext } from '../frame/planContext';
import { PaperPlan } from './PaperPlan';
import { type PaperChoices, partsOnPaper } from './paperParts';
import { useOpenComments } from './useOpenComments';
import './print.css';
import { useCopies } from '../../sync';

/**
 * The whole plan as this person may see it, to be printed. Nothing is opened before one asks for it: each part on the
 * paper is an ordinary opening, which the log of readings has.
 */
export function PrintPage() {
  const { t } = useTranslation('print');
  const { plan } = usePlanContext();
  const [choices, setChoices] = useState<PaperChoices>({ comments: false, ownNotes: false });
  /** Counts the printings: each opens everything anew, so that the paper has what stands there then. */
  const [printing, setPrinting] = useState(0);
  const title = isOwner(plan) ? t('plan:front.titleOwn') : t('plan:front.title', { name: plan.owner_name });
  const change = (changed: Partial<PaperChoices>) => {
    setChoices({ ...choices, ...changed });
    setPrinting(0);
  };
  return (
    <div className="front paper">
      <PageHeading tab={t('tab')} title={title} />
      <div className="paper__choices screen-only">
        <p>{t('intro')}</p>
        <Choices choices={choices} onChange={change} plan={plan} />
        <Button onClick={() => setPrinting(printing + 1)}>{t(printing > 0 ? 'again' : 'print')}</Button>
      </div>
      {printing > 0 && <Paper choices={choices} key={printing} plan={plan} />}
    </div>
  );
}

interface ChoicesProps {
  plan: PlanView;
  choices: PaperChoices;
  onChange: (changed: Partial<PaperChoices>) => void;
}

/** One's own notes are for nobody else, and paper is left lying: they are not on it unless one says so. */
function Choices({ plan, choices, onChange }: ChoicesProps) {
  const { t } = useTranslation('print');
  return (
    <>
      <Checkbox
        checked={choices.comments}
        label={t('withComments')}
        onChange={() => onChange({ comments: !choices.comments })}
      />
      {plan.parts.some(({ kind }) => kind === 'own-notes') && (
        <Checkbox
          checked={choices.ownNotes}
          label={t('withOwnNotes')}
          onChange={() => onChange({ ownNotes: !choices.ownNotes })}
        />
      )}
    </>
  );
}

/** Fetches what goes on the paper, and prints it once all of it is there. */
function Paper({ plan, choices }: { plan: PlanView; choices: PaperChoices }) {
  const { t } = useTranslation('print');
  const parts = partsOnPaper(plan, choices);
  const copies = useCopies(parts);
  const comments = useOpenComments(choices.comments ? parts : []);
  const left = parts.filter(({ id }) => !copies.has(id)).length + comments.left;
  const ready = left === 0;
  useEffect(() => {
    if (ready) window.print();
  }, [ready]);
  return (
    <>
      <p className="screen-only" role="status">
        {ready ? t('ready') : t('fetching', { count: left })}
      </p>
      {ready && <PaperPlan chapters={groupParts(parts)} comments={comments.of} copies={copies} plan={plan} />}
    </>
  );
}
