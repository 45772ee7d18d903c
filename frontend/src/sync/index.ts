export type { PlanConnection } from './connection/planConnection';
export { type Line, linesOf, type Run, watchLines, wordsOf } from './content/lines';
export type { SaveState } from './document/documentState';
export { type Fields, NO_FIELDS, textField, writeScalar } from './document/fields';
export type { RefusedText } from './document/refusedTexts';
export {
  type PartState,
  useChannelPresence,
  useConnection,
  useDocument,
  useOverallSave,
  usePart,
  useRefusedTexts,
  useWriters,
} from './react/hooks';
export { PlanSync, usePlanConnection } from './react/PlanSync';
export { type PartCopy, useCopies } from './react/useCopies';
export { useFields, useFieldsOf } from './react/useFields';
export { broughtIn, recreatedFrom, recreatedIn, without } from './words/recreated';
export {
  type ClockRange,
  deletedIn,
  inReadingOrder,
  insertedIn,
  type TextSlice,
  textsIn,
} from './words/textSlices';
