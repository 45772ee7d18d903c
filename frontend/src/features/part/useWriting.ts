import { type RefObject, useEffect } from 'react';
import type { PartState } from '../../sync';

/** Whether this person wrote in the part since it was opened, and whether the server has acknowledged all of it. */
export type Writing = 'never' | 'unsaved' | 'saved';

/** Keep `writing` up to date; what was never acknowledged stays unsaved when the copy with it is gone. */
export function useWriting({ live }: PartState, writing: RefObject<Writing>): void {
  useEffect(() => {
    const follow = () => {
      const { unsaved, save } = live.read();
      if (unsaved) writing.current = 'unsaved';
      else if (writing.current === 'unsaved' && save === 'saved') writing.current = 'saved';
    };
    follow();
    return live.subscribe(follow);
  }, [live, writing]);
}
