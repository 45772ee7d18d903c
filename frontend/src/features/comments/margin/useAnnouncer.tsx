import { type ReactNode, useState } from 'react';

interface Announcer {
  announce: (words: string) => void;
  announcement: ReactNode;
}

/** Words for screen readers. `announcement` stands among what it is about: behind an open dialog nothing is read out. */
export function useAnnouncer(): Announcer {
  const [words, announce] = useState('');
  const announcement = (
    <p role="status" className="visually-hidden">
      {words}
    </p>
  );
  return { announce, announcement };
}
