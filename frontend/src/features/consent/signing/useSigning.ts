import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { keys } from '../../../api';
import { firstNameOf } from '../../../domain/people';
import type { Decision, GrantsView, PlanView } from '../../../domain/types';
import { type Mandate, mandateOf, within } from '../grants/mandate';
import { type Reading, useReading } from '../reading/useReading';
import { type Change, choose, chooseKind, ended, inSigningOrder, keyOf, stillOpen } from './changes';
import { usePending } from './pending';
import { MOST_AT_ONCE, postIn, refusedPlace, signAll } from './signing';

/** The outcome of signing: the receipt, or the refusal with the sentences that had been read and the change it names. */
type Outcome =
  | { receipt: Decision[] }
  | { error: unknown; read: ReadonlyMap<string, string>; refused: string | undefined };

/** Choosing, reading and signing changes on the grants page. */
export interface Signing {
  /** In the order they will be signed. */
  changes: Change[];
  mandate: Mandate;
  /** Whose words they are, by name, where somebody else writes them down; '' where one signs oneself. */
  spokenFor: string;
  choose: (change: Change) => void;
  chooseKind: (change: Change) => void;
  add: (changes: readonly Change[]) => void;
  replace: (change: Change) => void;
  remove: (change: Change) => void;
  discard: () => void;
  /** Give everything that is opened, or stays open, the same last day; null for no end. */
  endAll: (until: string | null) => void;
  reading: Reading;
  /** True while the dialog is open. */
  open: boolean;
  /** Whether the fields for an end and a purpose are wanted at once. */
  unfolded: boolean;
  read: (unfolded?: boolean) => void;
  close: () => void;
  busy: boolean;
  outcome: Outcome | null;
  sign: () => Promise<void>;
}

/**
 * `assisted`: the session in which the owner says it, and the signer writes it. `onPaper`: nothing is signed here, and no
 * sentence read.
 */
export function useSigning(
  plan: PlanView,
  view: GrantsView,
  assisted: string | null = null,
  onPaper = false,
): Signing {
  const signer = [plan.me, assisted, onPaper ? 'paper' : null].filter((each) => each !== null).join(' ');
  const [pending, setPending] = usePending(`${plan.id} ${signer}`);
  const [open, setOpen] = useState(false);
  const [unfolded, setUnfolded] = useState(false);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [busy, setBusy] = useState(false);
  const client = useQueryClient();
  const mandate = useMemo(
    () => mandateOf(plan, view, assisted !== null, onPaper),
    [plan, view, assisted, onPaper],
  );
  // One that may not be signed would have all of them refused: what the signer has may be less than when they chose.
  const changes = useMemo(
    () => inSigningOrder(view, stillOpen(view, pending)).filter((change) => within(mandate, change)),
    [view, pending, mandate],
  );
  const signed = outcome !== null && 'receipt' in outcome;
  const reading = useReading(
    plan.id,
    changes,
    !onPaper && (open || changes.length === 1) && !busy && !signed,
    assisted,
  );
  const { texts, again } = reading;

  const sign = useCallback(async () => {
    if (busy || texts === null) return;
    setBusy(true);
    try {
      const receipt = await signAll(plan.id, changes, texts, postIn(assisted));
      setOutcome({ receipt });
      setOpen(true);
      // Refetch before clearing the changes: otherwise the table would briefly show the old level.
      await holds(client, plan.id, receipt);
      void client.invalidateQueries({ queryKey: keys.assisted(plan.id) });
      setPending([]);
    } catch (error) {
      const read = new Map(changes.map((change, place) => [keyOf(change), texts[place] ?? '']));
      const refused = changes[refusedPlace(error)];
      setOutcome({ error, read, refused: refused && keyOf(refused) });
      setOpen(true);
      again();
      void client.invalidateQueries({ queryKey: keys.plan(plan.id) });
    }
    setBusy(false);
  }, [busy, texts, again, plan.id, changes, client, setPending, assisted]);

  return {
    changes,
    mandate,
    spokenFor: assisted === null ? '' : firstNameOf(plan.owner_name),
    choose: (change) => setPending(choose(view, pending, change)),
    chooseKind: (change) => setPending(chooseKind(view, pending, change)),
    add: (more) => setPending([...pending, ...more].slice(0, MOST_AT_ONCE)),
    replace: (change) =>
      setPending(pending.map((other) => (keyOf(other) === keyOf(change) ? change : other))),
    remove: (change) => setPending(pending.filter((other) => keyOf(other) !== keyOf(change))),
    discard: () => setPending([]),
    endAll: (until) => setPending(ended(pending, until)),
    reading,
    open,
    unfolded,
    read: (wanted = false) => {
      setUnfolded(wanted);
      setOpen(true);
    },
    close: () => {
      setOpen(false);
      setOutcome(null);
      again();
    },
    busy,
    outcome,
    sign,
  };
}

const TRIES = 3;

/**
 * Until the page knows what was signed. The notice of the same change may have had it ask already: then that answer
 * is awaited, and nothing is asked twice. One that was under way before the signature does not know it yet.
 */
async function holds(client: QueryClient, plan: string, receipt: readonly Decision[]): Promise<void> {
  const last = Math.max(...receipt.map(({ number }) => number));
  const known = () => client.getQueryData<GrantsView>(keys.grants(plan))?.decisions[0]?.number ?? 0;
  for (let tries = 0; tries < TRIES && known() < last; tries += 1) {
    await client.invalidateQueries({ queryKey: keys.plan(plan) }, { cancelRefetch: false });
  }
}
