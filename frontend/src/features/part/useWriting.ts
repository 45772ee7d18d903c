import { type RefObject, useEffect } from 'react';
import type { DocumentState } from '../../sync';

/** Whether this person wrote in the part since it was opened, and whether the server has acknowledged all of it. */
export type Writing = 'never' | 'unsaved' | 'saved';

/** Keep `writing` up to date; what was never acknowledged stays unsaved when the copy with it is gone. */
export function useWriting({ unsaved, save }: DocumentState, writing: RefObject<Writing>): void {
  useEffect(() => {
    if (unsaved) writing.current = 'unsaved';
    else if (writing.current === 'unsaved' && save === 'saved') writing.current = 'saved';
  }, [unsaved, save, writing]);
}
