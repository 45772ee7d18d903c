import { Button } from '@digdir/designsystemet-react';
import { useEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import { groupParts } from '../../domain/grouping';
import type { PlanView } from '../../domain/types';
import { usePartTitle } from '../../i18n/partTitle';
import { langOfTitle } from '../../i18n/theirWords';
import { useTranslation } from '../../i18n/useTranslation';
import { partPath } from '../../paths';
import { type PartCopy, useCopies } from '../../sync';

/** For those who see to the plan as a whole: which parts nobody has written in. They are opened only when one asks. */
export function EmptyParts({ plan }: { plan: PlanView }) {
  const { t } = useTranslation('plan');
  const [asked, setAsked] = useState(false);
  if (!plan.may_read_grants) return null;
  return (
    <section aria-labelledby="empty-parts" className="participants screen-only">
      <h2 className="section-heading" id="empty-parts">
        {t('front.emptyParts.title')}
      </h2>
      {asked ? (
        <Found plan={plan} />
      ) : (
        <>
          <p className="quiet">{t('front.emptyParts.text')}</p>
          <Button className="glance__ask" data-size="sm" onClick={() => setAsked(true)} variant="secondary">
            {t('front.emptyParts.ask')}
          </Button>
        </>
      )}
    </section>
  );
}

function Found({ plan }: { plan: PlanView }) {
  const { t } = useTranslation('plan');
  const titleOf = usePartTitle(plan);
  const parts = groupParts(plan.parts)
    .flatMap((group) => group.parts)
    .filter(({ kind }) => kind !== 'own-notes');
  const copies = useCopies(parts);
  const left = parts.filter(({ id }) => !copies.has(id)).length;
  const empty = parts.filter((part) => isEmpty(copies.get(part.id)));
  const answer = useRef<HTMLParagraphElement>(null);
  // What was pressed is gone: whoever uses the keyboard goes on from the answer.
  useEffect(() => answer.current?.focus(), []);
  const words = left > 0 ? 'front.emptyParts.looking' : 'front.emptyParts.found';
  return (
    <>
      <p ref={answer} role="status" tabIndex={-1}>
        {t(words, { count: left > 0 ? left : empty.length })}
      </p>
      <ul className="plain-list empty-parts">
        {empty.map((part) => (
          <li key={part.id}>
            <Link lang={langOfTitle(part)} to={partPath(plan.id, part.id)}>
              {titleOf(part)}
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}

/** What a goal or measure has from the start is its title and status. */
const FROM_THE_START = ['title', 'status'];

function isEmpty(copy: PartCopy | undefined): boolean {
  if (!copy) return false;
  const { fields, lines } = copy;
  const filled = Object.keys(fields).filter((name) => fields[name]?.trim() && !FROM_THE_START.includes(name));
  return lines.length === 0 && filled.length === 0;
}
