export { type CaretUser, colourOf } from './carets';
export { PartEditor, type PartEditorProps } from './PartEditor';
