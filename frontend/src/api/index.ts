export {
  type RunningSession,
  useAssisted,
  useBeginAssisted,
  useEndAssisted,
  useReadAssisted,
} from './assisted';
export { AS_READ, createQueryClient, readAgain, refetchAll } from './cache';
export { forgetEarly } from './early';
export { holdFirstScreen } from './firstScreen';
export { apiGet, apiGetAll, apiSend } from './http';
export { keys } from './keys';
export { isProblem, Problem } from './problem';
export {
  askWhoIsSignedIn,
  useKnownMe,
  useMe,
  useOpenThreads,
  usePlan,
  usePlans,
  useTextsOf,
  useUnits,
} from './queries';
export {
  onSessionChange,
  renewSession,
  useActAs,
  useDemoLogin,
  useEndSession,
  useLoginAgain,
  useLoginWays,
  useLogout,
  useLogoutEverywhere,
  useOwnSessions,
} from './session';
export { standing } from './standing';
export { useAsRead } from './useAsRead';
