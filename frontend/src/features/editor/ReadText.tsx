import { type ReactNode, type RefObject, useEffect, useId, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type * as Y from 'yjs';
import { THEIRS } from '../../i18n/theirWords';
import { useTranslation } from '../../i18n/useTranslation';
import './editor.css';
import { Place } from './binding/place';
import { topsToKeep } from './binding/readPlace';
import { isKnownContent } from './schema/knownContent';
import { type ReadBlock, type Run, readBlocks } from './schema/readBlocks';
import { WordsOnly } from './WordsOnly';

interface ReadTextProps {
  body: Y.XmlFragment;
  /** The accessible name, with the level. */
  label: string;
  /** Whether the editor is on its way: then its room is kept, and nobody is told that there is nothing. */
  coming: boolean;
  /** Whether only a toolbar is, above a text that stays as it looks. */
  toolbar?: boolean;
}

/** The text of a part as the editor shows it, without the editor: for those who only read, and until it is there. */
export function ReadText({ body, label, coming, toolbar = false }: ReadTextProps) {
  const { t } = useTranslation('editor');
  const lists = useId();
  const text = useRef<HTMLElement>(null);
  const blocks = useBlocks(body, text);
  if (blocks === null) return <WordsOnly body={body} label={label} />;
  return (
    <div className="part-editor">
      {(coming || toolbar) && <div aria-hidden="true" className="part-editor__coming" />}
      <section
        aria-label={label}
        className={coming ? 'part-editor__text part-editor__text--coming' : 'part-editor__text'}
        ref={text}
        {...THEIRS}
      >
        {blocks.map((block) => (
          <Block block={block} key={block.id} lists={lists} />
        ))}
        {!coming && blocks.every(({ runs }) => runs.length === 0) && <p className="quiet">{t('empty')}</p>}
      </section>
    </div>
  );
}

/** Null while there is something that only a newer page knows. What is read stays in its place when they change. */
function useBlocks(body: Y.XmlFragment, text: RefObject<HTMLElement | null>): ReadBlock[] | null {
  const read = () => (isKnownContent(body) ? readBlocks(body) : null);
  const [blocks, setBlocks] = useState(read);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `read` reads `body` alone
  useEffect(() => {
    let now = read();
    const place = new Place(() => {
      const before = now;
      return text.current && before ? topsToKeep(text.current, before, () => now ?? []) : [];
    });
    const follow = () => {
      const held = place.hold();
      now = read();
      // At once: nobody's own scrolling may come between.
      flushSync(() => setBlocks(now));
      if (now) place.putBack(held);
    };
    setBlocks(now);
    body.observeDeep(follow);
    return () => body.unobserveDeep(follow);
  }, [body, text]);
  return blocks;
}

function Block({ block, lists }: { block: ReadBlock; lists: string }) {
  const { tag: Tag, className, runs, item } = block;
  const words = runs.length > 0 ? runs.map(shown) : <br />;
  if (!item) return <Tag className={className}>{words}</Tag>;
  const idOf = (index: number) => `${lists}-${item.run}-${index}`;
  return (
    <>
      {item.first && (
        // Flat blocks cannot be wrapped in a list.
        // biome-ignore lint/a11y/useSemanticElements: see above
        <div
          aria-owns={Array.from({ length: item.ofRun }, (_, index) => idOf(index)).join(' ')}
          className="block-list"
          role="list"
        />
      )}
      <Tag
        aria-level={item.level}
        aria-posinset={item.number}
        aria-setsize={item.size}
        className={className}
        data-marker={item.marker}
        id={idOf(item.index)}
        role="listitem"
      >
        {words}
      </Tag>
    </>
  );
}

function shown({ text, bold, italic, href }: Run, index: number): ReactNode {
  if (text === '\n') return <br key={index} />;
  const slanted = italic ? <em>{text}</em> : text;
  const marked = bold ? <strong>{slanted}</strong> : slanted;
  if (href === null) return <span key={index}>{marked}</span>;
  return (
    <a href={href} key={index} rel="noopener noreferrer nofollow" target="_blank">
      {marked}
    </a>
  );
}
