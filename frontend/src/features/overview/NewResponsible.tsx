import { partsOf } from '../../domain/grouping';
import { isOpen } from '../../domain/measure';
import { coordinates, firstNameOf, namedIn } from '../../domain/people';
import type { PlanView } from '../../domain/types';
import { useTranslation } from '../../i18n/useTranslation';
import type { Fields } from '../../sync';
import { MeasureRows } from '../goals/MeasureRows';

interface NewResponsibleProps {
  plan: PlanView;
  fields: ReadonlyMap<string, Fields>;
}

/** For whoever coordinates: measures that go on, and whose responsible takes part no more. */
export function NewResponsible({ plan, fields }: NewResponsibleProps) {
  const { t } = useTranslation('plan');
  if (!coordinates(plan)) return null;
  const left = partsOf(plan.parts, 'measure').filter(({ id, responsible }) => {
    const known = fields.get(id);
    return known && isOpen(known) && namedIn(plan, responsible)?.former;
  });
  if (left.length === 0) return null;
  return (
    <section aria-labelledby="new-responsible" className="goals screen-only">
      <h2 className="section-heading" id="new-responsible">
        {t('front.newResponsible.title')}
      </h2>
      <p className="quiet">
        {t('front.newResponsible.text')}{' '}
        {left.some(({ level }) => level === 'edit') && t('front.newResponsible.choose')}{' '}
        {left.some(({ level }) => level !== 'edit') &&
          t('front.newResponsible.theirs', { name: firstNameOf(plan.owner_name) })}
      </p>
      <div className="goal">
        <MeasureRows fields={fields} measures={left} plan={plan} />
      </div>
    </section>
  );
}
