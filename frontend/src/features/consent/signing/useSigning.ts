import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { keys } from '../../../api';
import type { GrantsView, PlanView } from '../../../domain/types';
import { type Change, choose, chooseKind, inSigningOrder, keyOf, stillOpen } from './changes';
import { usePending } from './pending';
import { type Outcome, signAll } from './signing';

/** What the owner chooses and signs on this page. */
export interface Signing {
  /** In the order they will be signed. */
  changes: Change[];
  choose: (change: Change) => void;
  chooseKind: (change: Change) => void;
  add: (changes: readonly Change[]) => void;
  replace: (change: Change) => void;
  remove: (change: Change) => void;
  discard: () => void;
  busy: boolean;
  outcome: Outcome | null;
  sign: () => Promise<void>;
  forgetOutcome: () => void;
}

export function useSigning(plan: PlanView, view: GrantsView): Signing {
  const [pending, setPending] = usePending(`${plan.id} ${plan.me}`);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [busy, setBusy] = useState(false);
  const client = useQueryClient();
  const changes = useMemo(() => inSigningOrder(view, stillOpen(view, pending)), [view, pending]);

  const sign = useCallback(async () => {
    if (busy) return;
    setBusy(true);
    const next = await signAll(plan.id, changes);
    setOutcome(next);
    // Read first, forget then: in between, the table would show the old level as if nothing were signed.
    await client.invalidateQueries({ queryKey: keys.plan(plan.id) });
    setPending(next.left);
    setBusy(false);
  }, [busy, plan.id, changes, client, setPending]);

  return {
    changes,
    choose: (change) => setPending(choose(view, pending, change)),
    chooseKind: (change) => setPending(chooseKind(view, pending, change)),
    add: (more) => setPending([...pending, ...more]),
    replace: (change) =>
      setPending(pending.map((other) => (keyOf(other) === keyOf(change) ? change : other))),
    remove: (change) => setPending(pending.filter((other) => keyOf(other) !== keyOf(change))),
    discard: () => setPending([]),
    busy,
    outcome,
    sign,
    forgetOutcome: () => setOutcome(null),
  };
}
