export type { DocumentState, SaveState } from './document/documentState';
export type { RefusedText } from './document/refusedTexts';
export {
  useChannelPresence,
  useConnection,
  useDocument,
  useOverallSave,
  usePart,
  useRefusedTexts,
  useSaveState,
  useWriters,
} from './react/hooks';
export { PlanSync, usePlanConnection } from './react/PlanSync';
