import { type ReactNode, useCallback, useState } from 'react';

interface Announcer {
  announce: (words: string) => void;
  announcement: ReactNode;
}

/** Words for screen readers. `announcement` stands among what it is about: behind an open dialog nothing is read out. */
export function useAnnouncer(): Announcer {
  const [{ words, turn }, setSaid] = useState({ words: '', turn: 0 });
  const announce = useCallback(
    (said: string) => setSaid((last) => ({ words: said, turn: last.turn + 1 })),
    [],
  );
  const announcement = (
    <p role="status" className="visually-hidden">
      {/* A new element each time, so that the same words are read out again. */}
      <span key={turn}>{words}</span>
    </p>
  );
  return { announce, announcement };
}
