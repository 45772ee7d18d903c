import { type RefObject, useEffect, useLayoutEffect, useState } from 'react';
import { ColumnLayout, type Placing } from './columnLayout';

/** Keep the cards of a column beside their words. */
export function useColumnLayout(
  column: RefObject<HTMLElement | null>,
  { editor, places, active }: Omit<Placing, 'column'>,
): void {
  const [layout] = useState(() => new ColumnLayout());
  useLayoutEffect(() => {
    if (column.current) layout.rendered({ column: column.current, editor, places, active });
  });
  useLayoutEffect(() => places?.onShown(layout.place), [layout, places]);
  useEffect(() => () => layout.destroy(), [layout]);
}
