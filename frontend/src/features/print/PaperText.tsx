import type { CSSProperties } from 'react';
import { THEIRS } from '../../i18n/theirWords';
import type { Line } from '../../sync';
import { MarkedWords } from '../../ui/paper/MarkedWords';
import { readBlock } from '../editor/schema/block';
import { listPositions } from '../editor/schema/listPositions';

/** The text of a part with the markers that the editor shows; headings stand below the title of the part. */
export function PaperText({ lines }: { lines: readonly Line[] }) {
  const blocks = lines.map((line) => readBlock({ ...line.attributes }));
  const positions = listPositions(blocks);
  return lines.map((line, at) => {
    const block = blocks[at] ?? readBlock({});
    const marker = positions[at]?.marker;
    const words = <MarkedWords runs={line.runs} />;
    const style = { '--indent': block.indent } as CSSProperties;
    // Lines have no identity but their place.
    const key = `line-${at}`;
    if (block.kind === 'heading') {
      return (
        <h4 className="paper__heading" key={key} {...THEIRS}>
          {words}
        </h4>
      );
    }
    return (
      <p className={marker ? 'paper__line paper__line--listed' : 'paper__line'} key={key} style={style}>
        {marker && <span className="paper__marker">{marker} </span>}
        <span {...THEIRS}>{words}</span>
      </p>
    );
  });
}
