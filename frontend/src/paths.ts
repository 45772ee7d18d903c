/** The paths of the pages, as defined in `routes.tsx`. */
export const LOGIN = '/logg-inn';
/** The login page, which leads on to `pathname`. */
export const loginFirstPath = (pathname: string) => `${LOGIN}?til=${encodeURIComponent(pathname)}`;
/** The login page for somebody who has logged out on purpose. */
export const LOGGED_OUT = `${LOGIN}?ut`;
/** The login page for somebody whose session ended at `pathname`; it leads back there. */
export const loginAgainPath = (pathname: string) => `${LOGIN}?utlopt&til=${encodeURIComponent(pathname)}`;
/** What the unit of a municipality decides for it, by its number. */
export const municipalityPath = (number: string) => `/enhet/${number}/innstillinger`;
/** The public pages of municipalities, which the server makes: links to them load a page. */
export const INFORMATION = '/om';
export const informationPath = (number: string) => `${INFORMATION}/${number}`;
export const REPORT = '/meld';
export const reportPath = (municipality: string) => `${REPORT}/${municipality}`;
export const REPORT_STATUS = `${REPORT}/status`;
export const deskPath = (municipality: string) => `/enhet/${municipality}`;
/** Where the unit types what somebody reported by phone, on paper or in a meeting. */
export const typedReportPath = (municipality: string) => `${deskPath(municipality)}/ny`;
export const deskCasePath = (municipality: string, id: string) => `${deskPath(municipality)}/sak/${id}`;
/** A letter of a case by the number of the record that decided it. */
export const letterPath = (municipality: string, id: string, decision: number) =>
  `${deskCasePath(municipality, id)}/brev?nr=${decision}`;
export const coordinatorsPath = (municipality: string) => `${deskPath(municipality)}/koordinatorer`;
export const leavingPath = (municipality: string, person: string) =>
  `${coordinatorsPath(municipality)}/${person}/bytte`;
export const overviewPath = (municipality: string) => `${deskPath(municipality)}/oversikt`;
export const countedCasesPath = (municipality: string) => `${overviewPath(municipality)}/saker`;
export const yearReportPath = (municipality: string) => `${deskPath(municipality)}/arsrapport`;
export const OWN_CASES = '/sak';
/** What a coordinator has to do, of all that they coordinate. */
export const COORDINATED = '/koordinator';
/** For whom the leader of a service is asked. */
export const LEADER = '/leder';
/** What a person has been told, and how they want to be. */
export const MESSAGES = '/meldinger';
export const COMPLAINTS = '/klage';
export const complaintPath = (id: string) => `${COMPLAINTS}/${id}`;
export const complaintPrintPath = (id: string) => `${complaintPath(id)}/skriv-ut`;
export const unitComplaintPath = (municipality: string, id: string) =>
  `${deskPath(municipality)}/klage/${id}`;
/** Where a person sees where they are logged in. */
export const SESSIONS = '/innlogginger';
export const planPath = (plan: string) => `/plan/${plan}`;
export const partPath = (plan: string, part: string) => `/plan/${plan}/del/${part}`;
export const printPath = (plan: string) => `/plan/${plan}/skriv-ut`;
export const partsPath = (plan: string) => `/plan/${plan}/deler`;
export const grantsPath = (plan: string) => `/plan/${plan}/tilgang`;
/** Consents that are signed on paper, and the page of whoever checks one. */
export const papersPath = (plan: string) => `/plan/${plan}/ark`;
export const CHECK_PAPER = '/kontroll';
export const invitePath = (plan: string) => `/plan/${plan}/inviter`;
/** The page of whoever is given a link into a plan. */
export const INVITATION = '/invitasjon/';
export const invitationPath = (code: string) => `${INVITATION}${code}`;
