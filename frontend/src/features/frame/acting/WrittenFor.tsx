import { lazy, Suspense, useEffect, useRef } from 'react';
import { useAssisted } from '../../../api';
import { isOwner } from '../../../domain/people';
import type { PlanView } from '../../../domain/types';

const AssistedBar = lazy(async () => ({ default: (await import('./AssistedBar')).AssistedBar }));
const AssistedNotice = lazy(async () => ({
  default: (await import('./AssistedBar')).AssistedNotice,
}));

/** While somebody writes for the owner, and for the owner afterwards. Nothing for anybody else. */
export function WrittenFor({ plan }: { plan: PlanView }) {
  const { data } = useAssisted(plan);
  useKeptFocus(data && (data.running?.id ?? null));
  const unread = isOwner(plan) ? (data?.sessions ?? []).filter(({ over, read }) => over && !read) : [];
  if (!data?.running && unread.length === 0) return null;
  return (
    <Suspense fallback={null}>
      {data?.running ? (
        <AssistedBar plan={plan} running={data.running} />
      ) : (
        <AssistedNotice plan={plan} unread={unread} />
      )}
    </Suspense>
  );
}

/** What began it or ended it goes with that; the page itself is then the place to go on from. */
function useKeptFocus(running: string | null | undefined): void {
  const before = useRef(running);
  useEffect(() => {
    const changed = before.current !== undefined && running !== undefined && before.current !== running;
    before.current = running;
    if (changed && document.activeElement === document.body) document.getElementById('content')?.focus();
  }, [running]);
}
