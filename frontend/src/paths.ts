/** The paths of the pages, as defined in `routes.tsx`. */
export const planPath = (plan: string) => `/plan/${plan}`;
export const partPath = (plan: string, part: string) => `/plan/${plan}/del/${part}`;
export const partsPath = (plan: string) => `/plan/${plan}/deler`;
export const grantsPath = (plan: string) => `/plan/${plan}/tilgang`;
