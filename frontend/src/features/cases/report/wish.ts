import type { Commands } from '../../../domain/openapi';

export type NewReport = Commands['POST /api/municipalities/{municipality}/reports']['body'];

export const REPORTERS = ['owner', 'relative', 'representative', 'professional', 'hospital-unit'] as const;
export const WISHES = ['plan', 'coordinator', 'both', 'child-coordinator', 'unknown'] as const;
export const CONSENTS = ['given', 'missing', 'statutory'] as const;

/** What the form holds before anybody has typed. */
export const EMPTY = {
  reporter: '' as '' | (typeof REPORTERS)[number],
  name: '',
  born: '',
  expecting: false,
  expected: '',
  contact: '',
  language: '',
  interpreter: false,
  protected: false,
  reporterName: '',
  reporterContact: '',
  organisation: '',
  wish: '' as '' | (typeof WISHES)[number],
  reason: '',
  consent: '' as '' | (typeof CONSENTS)[number],
  consentBy: '',
};
export type Typed = typeof EMPTY;

/** Whoever reports their own need has consented to it, and is the person. */
export const isOwn = ({ reporter }: Typed) => reporter === 'owner';

/** Whether they say what they are called themselves: of another, or of their family. `unnamed`: no provider says it. */
export const saysOwnName = (typed: Typed, unnamed: boolean) =>
  typed.reporter !== '' && (!isOwn(typed) || (unnamed && typed.expecting));

/** What still has to be filled in, by the keys of the words of its label. */
export function missing(typed: Typed, unnamed = false): string[] {
  const another = typed.reporter !== '' && !isOwn(typed);
  const lacks: [string, boolean][] = [
    ['who', !typed.reporter],
    [typed.expecting ? 'family' : 'name', !typed.name.trim()],
    ['expected', typed.expecting && !typed.expected],
    ['yourName', saysOwnName(typed, unnamed) && !typed.reporterName.trim()],
    ['wish', !typed.wish],
    ['reason', !typed.reason.trim()],
    ['consent', another && !typed.consent],
  ];
  return lacks.filter(([, lacking]) => lacking).map(([name]) => name);
}

/** As it is sent; only once nothing is missing. */
export function reportOf(typed: Typed, language: 'nb' | 'en'): NewReport {
  const own = isOwn(typed);
  const called = own && !typed.expecting ? typed.name : typed.reporterName || typed.name;
  return {
    reporter: typed.reporter || 'relative',
    reporter_name: called.trim(),
    reporter_contact: (own ? typed.contact : typed.reporterContact).trim(),
    organisation: typed.organisation.trim(),
    subject: {
      name: typed.name.trim(),
      born: (!typed.expecting && typed.born) || null,
      expected: (typed.expecting && typed.expected) || null,
      contact: typed.contact.trim(),
      language: typed.language.trim(),
      interpreter: typed.interpreter,
      protected: typed.protected,
    },
    wish: typed.wish || 'unknown',
    reason: typed.reason.trim(),
    consent: own ? 'given' : typed.consent || 'missing',
    consent_by: (own ? typed.name : typed.consentBy).trim(),
    language,
  };
}
