import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Awareness } from 'y-protocols/awareness';
import type * as Y from 'yjs';
import type { Writer } from '../../domain/types';
import { isOn } from '../frame/preferences';

const AT_MOST_EVERY_MS = 20_000;

interface DigestProps {
  doc: Y.Doc | null;
  awareness: Awareness | null;
  me: string;
  part: string;
}

/** For those who read by ear: what others do here, politely, told together and at most every 20 seconds. */
export function PresenceDigest({ doc, awareness, me, part }: DigestProps) {
  const { t, i18n } = useTranslation('sync');
  const [words, setWords] = useState('');
  const said = useRef(0);

  useEffect(() => {
    if (!doc || !awareness) return;
    const writing = new Set<string>();
    let due: ReturnType<typeof setTimeout> | undefined;
    const tell = () => {
      due = undefined;
      said.current = Date.now();
      const names = new Intl.ListFormat(i18n.language).format(writing);
      writing.clear();
      if (isOn('digest')) setWords(t('presence.writes', { names, part }));
    };
    const note = (transaction: Y.Transaction) => {
      if (transaction.local) return;
      for (const name of authorsOf(transaction, awareness, me)) writing.add(name);
      if (writing.size === 0 || due !== undefined) return;
      due = setTimeout(tell, Math.max(0, said.current + AT_MOST_EVERY_MS - Date.now()));
    };
    doc.on('afterTransaction', note);
    return () => {
      clearTimeout(due);
      doc.off('afterTransaction', note);
    };
  }, [doc, awareness, me, part, t, i18n.language]);

  return (
    <p aria-live="polite" className="visually-hidden">
      {words}
    </p>
  );
}

/** Names of those whose own structs arrived; those who are not here, as on the first load, are not named. */
function authorsOf(transaction: Y.Transaction, awareness: Awareness, me: string): string[] {
  const names: string[] = [];
  for (const [client, clock] of transaction.afterState) {
    if ((transaction.beforeState.get(client) ?? 0) >= clock) continue;
    const user: Partial<Writer> | undefined = awareness.getStates().get(client)?.user;
    if (user?.name && user.id !== me) names.push(user.name);
  }
  return names;
}
