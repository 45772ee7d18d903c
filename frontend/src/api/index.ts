export { askAnew, createQueries } from './cache';
export { apiGet, apiSend, type Method } from './http';
export { keys } from './keys';
export { isProblem, Problem } from './problem';
export { useMe, usePlan, usePlans } from './queries';
export { type DemoPerson, useDemoLogin, useLoginWays, useLogout } from './session';
