import { useEffect, useRef, useState } from 'react';
import type { Awareness } from 'y-protocols/awareness';
import type * as Y from 'yjs';
import type { Writer } from '../../domain/types';
import { listed } from '../../i18n/spoken';
import { useTranslation } from '../../i18n/useTranslation';
import { isOn } from '../frame/preferences';

const MIN_INTERVAL_MS = 20_000;

interface DigestProps {
  doc: Y.Doc | null;
  awareness: Awareness | null;
  me: string;
  part: string;
}

/** Announces to screen readers, politely and at most every 20 seconds, who else is writing in the part. */
export function PresenceDigest({ doc, awareness, me, part }: DigestProps) {
  const { t, i18n } = useTranslation('sync');
  const [words, setWords] = useState('');
  const lastAnnounced = useRef(0);

  useEffect(() => {
    if (!doc || !awareness) return;
    const writing = new Set<string>();
    let due: ReturnType<typeof setTimeout> | undefined;
    const announce = () => {
      due = undefined;
      lastAnnounced.current = Date.now();
      const names = listed(writing, i18n.language);
      writing.clear();
      if (isOn('digest')) setWords(t('presence.writes', { names, part }));
    };
    const collectAuthors = (transaction: Y.Transaction) => {
      if (transaction.local) return;
      for (const name of authorsOf(transaction, awareness, me)) writing.add(name);
      if (writing.size === 0 || due !== undefined) return;
      due = setTimeout(announce, Math.max(0, lastAnnounced.current + MIN_INTERVAL_MS - Date.now()));
    };
    doc.on('afterTransaction', collectAuthors);
    return () => {
      clearTimeout(due);
      doc.off('afterTransaction', collectAuthors);
    };
  }, [doc, awareness, me, part, t, i18n.language]);

  return (
    <p aria-live="polite" className="visually-hidden">
      {words}
    </p>
  );
}

/** Names of the people whose structs a transaction brought; people not in awareness (first load) are left out. */
function authorsOf(transaction: Y.Transaction, awareness: Awareness, me: string): string[] {
  const names: string[] = [];
  for (const [client, clock] of transaction.afterState) {
    if ((transaction.beforeState.get(client) ?? 0) >= clock) continue;
    const user: Partial<Writer> | undefined = awareness.getStates().get(client)?.user;
    if (user?.name && user.id !== me) names.push(user.name);
  }
  return names;
}
