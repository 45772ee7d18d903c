/** The paths of the pages, as defined in `routes.tsx`. */
export const LOGIN = '/logg-inn';
/** The login page for somebody who has logged out on purpose. */
export const LOGGED_OUT = `${LOGIN}?ut`;
/** The login page for somebody whose session ended at `pathname`; it leads back there. */
export const loginAgainPath = (pathname: string) => `${LOGIN}?utlopt&til=${encodeURIComponent(pathname)}`;
export const planPath = (plan: string) => `/plan/${plan}`;
export const partPath = (plan: string, part: string) => `/plan/${plan}/del/${part}`;
export const printPath = (plan: string) => `/plan/${plan}/skriv-ut`;
export const partsPath = (plan: string) => `/plan/${plan}/deler`;
export const grantsPath = (plan: string) => `/plan/${plan}/tilgang`;
