import { type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { useCell } from '../../state/useCell';
import { LeftWords } from './LeftWords';
import { AroundForm, UnsentWords } from './unsent';

/** Around what has forms: what was being written in one that others made go stays on the page, to be copied. */
export function KeepsWords({ children }: { children: ReactNode }) {
  const [unsent] = useState(() => new UnsentWords());
  const around = useMemo(() => ({ unsent, at: '' }), [unsent]);
  return (
    <AroundForm.Provider value={around}>
      <Homeless unsent={unsent} />
      {children}
    </AroundForm.Provider>
  );
}

/** What was written in places that are gone themselves, or in none. */
function Homeless({ unsent }: { unsent: UnsentWords }) {
  const { left, places } = useCell(unsent.cell);
  return <LeftWords left={left.filter(({ at }) => !places.includes(at))} unsent={unsent} />;
}

/** Part of a page that keeps words: what was left by its forms stands on top of it. */
export function WordsPlace({ id, children }: { id: string; children: ReactNode }) {
  const around = useContext(AroundForm);
  const unsent = around?.unsent;
  const here = useMemo(() => (unsent ? { unsent, at: id } : null), [unsent, id]);
  useEffect(() => unsent?.stand(id), [unsent, id]);
  return (
    <AroundForm.Provider value={here}>
      {unsent && <Here id={id} unsent={unsent} />}
      {children}
    </AroundForm.Provider>
  );
}

function Here({ unsent, id }: { unsent: UnsentWords; id: string }) {
  const { left } = useCell(unsent.cell);
  return <LeftWords left={left.filter(({ at }) => at === id)} unsent={unsent} />;
}
