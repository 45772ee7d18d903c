/** The addresses of the pages, as `routes.tsx` knows them. */
export const planPath = (plan: string) => `/plan/${plan}`;
export const partPath = (plan: string, part: string) => `/plan/${plan}/del/${part}`;
export const partsPath = (plan: string) => `/plan/${plan}/deler`;
export const grantsPath = (plan: string) => `/plan/${plan}/tilgang`;
