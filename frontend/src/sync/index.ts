export type { DocumentState, Rescue, SaveState } from './document_state';
export {
  useChannelPresence,
  useConnection,
  useDocument,
  useOverallSave,
  usePart,
  useRescues,
  useSaveState,
  useWriters,
} from './hooks';
export { usePartNotice } from './notices';
export { PlanSync, usePlanConnection } from './PlanSync';
