import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import type { Awareness } from 'y-protocols/awareness';
import { coloured } from '../../../domain/people';
import type { PlanView, Writer } from '../../../domain/types';
import { usePeopleWords } from '../../../i18n/usePeopleWords';
import { useTranslation } from '../../../i18n/useTranslation';

type InFields = ReadonlyMap<string, readonly Writer[]>;

interface Presence {
  others: InFields;
  enter: (field: string) => void;
  leave: (field: string) => void;
}

const NOBODY: readonly Writer[] = [];
const ALONE: Presence = { others: new Map(), enter: () => undefined, leave: () => undefined };
const PresenceContext = createContext<Presence>(ALONE);

interface FieldPresenceProps {
  awareness: Awareness | null;
  plan: PlanView;
  /** Whether this person wants to see where others are. */
  shown: boolean;
  children: ReactNode;
}

/** Tells the others in a part which of its fields this person is in, and the fields who else is in them. */
export function FieldPresence({ awareness, plan, shown, children }: FieldPresenceProps) {
  const [others, setOthers] = useState<InFields>(ALONE.others);
  useEffect(() => {
    if (!awareness || !shown) {
      setOthers(ALONE.others);
      return;
    }
    const update = () => setOthers((before) => sameOrNew(before, inFields(awareness, plan)));
    update();
    awareness.on('change', update);
    return () => awareness.off('change', update);
  }, [awareness, plan, shown]);
  const own = useMemo(
    () => ({
      enter: (field: string) => awareness?.setLocalStateField('field', field),
      leave: (field: string) => {
        if (awareness?.getLocalState()?.field === field) awareness.setLocalStateField('field', null);
      },
    }),
    [awareness],
  );
  const presence = useMemo(() => ({ others, ...own }), [others, own]);
  return <PresenceContext.Provider value={presence}>{children}</PresenceContext.Provider>;
}

function inFields(awareness: Awareness, plan: PlanView): InFields {
  const found = new Map<string, Map<string, Writer>>();
  for (const [client, { field, user }] of awareness.getStates()) {
    if (client === awareness.clientID || typeof field !== 'string') continue;
    if (!user?.id || !user.name || user.id === plan.me) continue;
    found.set(field, (found.get(field) ?? new Map()).set(user.id, user));
  }
  return new Map([...found].map(([field, writers]) => [field, coloured(plan, [...writers.values()])]));
}

/** Keep the same map unless somebody came or went: carets move all the time. */
function sameOrNew(before: InFields, now: InFields): InFields {
  const words = (fields: InFields) =>
    JSON.stringify(
      [...fields].map(([field, writers]) => [field, writers.map(({ id, colour }) => [id, colour])]).sort(),
    );
  return words(before) === words(now) ? before : now;
}

/** For a field: who else is in it, how that looks, and what to call when this person comes and goes. */
export function useInField(field: string) {
  const { others, enter, leave } = useContext(PresenceContext);
  const here = others.get(field) ?? NOBODY;
  // A field may go from the page with the focus in it.
  useEffect(() => () => leave(field), [leave, field]);
  const [first] = here;
  return {
    others: here,
    look: first ? `shared-now person--${first.colour % 8}` : '',
    enter: () => enter(field),
    leave: () => leave(field),
  };
}

export function NamesInField({ others }: { others: readonly Writer[] }) {
  const { t } = useTranslation('plan');
  const { join } = usePeopleWords();
  const names = join(others.map(({ name }) => name));
  return (
    <p className="shared-now__names" data-field="description">
      {t('field.here', { names })}
    </p>
  );
}
