import { Alert } from '@digdir/designsystemet-react';
import { useEffect, useState } from 'react';
import * as Y from 'yjs';
import { THEIRS } from '../../i18n/theirWords';
import { useTranslation } from '../../i18n/useTranslation';

/** Read-only text of a part with content that only a newer page knows, and why it cannot be edited here. */
export function WordsOnly({ body, label }: { body: Y.XmlFragment; label: string }) {
  const { t } = useTranslation('editor');
  const lines = useWords(body);
  return (
    <section className="part-editor" aria-label={label}>
      <Alert data-color="warning">{t('newer')}</Alert>
      <div className="part-editor__text" {...THEIRS}>
        {lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity of their own
          <p className="block block--paragraph" key={index}>
            {line}
          </p>
        ))}
      </div>
    </section>
  );
}

function useWords(body: Y.XmlFragment): string[] {
  const [lines, setLines] = useState<string[]>([]);
  useEffect(() => {
    const update = () => setLines(body.toArray().map(wordsOf));
    update();
    body.observeDeep(update);
    return () => body.unobserveDeep(update);
  }, [body]);
  return lines;
}

function wordsOf(type: unknown): string {
  if (type instanceof Y.XmlText) {
    const parts = type.toDelta() as { insert: unknown }[];
    return parts.map(({ insert }) => (typeof insert === 'string' ? insert : '')).join('');
  }
  return type instanceof Y.XmlElement ? type.toArray().map(wordsOf).join(' ') : '';
}
