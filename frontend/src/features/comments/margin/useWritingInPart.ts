import { useEffect, useState } from 'react';

const WRITTEN_IN = '.part :is([contenteditable="true"], input, textarea)';

/** Whether the focus is in the text of the part or in one of its fields. */
export function useWritingInPart(): boolean {
  const [writing, setWriting] = useState(() => isWrittenIn(document.activeElement));
  useEffect(() => {
    const enter = (event: FocusEvent) => setWriting(isWrittenIn(event.target));
    const leave = (event: FocusEvent) => setWriting(isWrittenIn(event.relatedTarget));
    document.addEventListener('focusin', enter);
    document.addEventListener('focusout', leave);
    return () => {
      document.removeEventListener('focusin', enter);
      document.removeEventListener('focusout', leave);
    };
  }, []);
  return writing;
}

function isWrittenIn(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches(WRITTEN_IN);
}
