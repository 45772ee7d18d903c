import { day, type Form, number, words, yes } from '../desk/forms';

/** What whoever coordinates may do, in the order in which it is usually done. */
export const FORMS: Record<string, Form> = {
  'plan-offered': { fields: [words('childs_view')], shown: true },
  'validity-proposed': { fields: [day('next_revision')], shown: true },
  'revision-came': { fields: [words('why')] },
  'plan-revised': { fields: [day('next_revision'), yes('approved'), words('could_not')], shown: true },
  'coordinator-absent': { fields: [day('until'), { name: 'substitute', kind: 'line' }], shown: true },
  'coordinator-returned': { fields: [] },
  'handover-begun': {
    fields: [words('cleared'), number('together_days'), words('reason'), day('last_day')],
    shown: true,
  },
  'coordinator-left': { fields: [words('reason')], shown: true },
};

/** What only whoever coordinates must say beside what everybody must. */
export const MUST: Record<string, readonly string[]> = { 'handover-begun': ['cleared'] };
