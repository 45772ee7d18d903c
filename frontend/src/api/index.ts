export { apiGet, apiSend, type Method } from './http';
export { keys } from './keys';
export { isProblem, Problem } from './problem';
export { useMe, usePlan, usePlans } from './queries';
