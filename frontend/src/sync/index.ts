export type { DocumentState, Rescue, SaveState } from './document/documentState';
export {
  useChannelPresence,
  useConnection,
  useDocument,
  useOverallSave,
  usePart,
  useRescues,
  useSaveState,
  useWriters,
} from './react/hooks';
export { PlanSync, usePlanConnection } from './react/PlanSync';
