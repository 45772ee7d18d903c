import { useRef, useState } from 'react';
import { Cards } from '../cards/Cards';
import { useColumnLayout } from '../layout/useColumnLayout';
import { MarginHead } from './MarginHead';
import type { Margin } from './useMargin';

/** The margin beside the text: each thread at the height of its quote. */
export function MarginColumn({ margin }: { margin: Margin }) {
  const column = useRef<HTMLDivElement>(null);
  const [showResolved, setShowResolved] = useState(false);
  useColumnLayout(column, margin);
  return (
    <>
      <MarginHead margin={margin} showResolved={showResolved} onShowResolved={setShowResolved} />
      <Cards margin={margin} resolved={showResolved} cards={column} className="margin__cards" />
    </>
  );
}
