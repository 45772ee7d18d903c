import { useEffect, useRef, useState } from 'react';
import type { DayLimits, DayProblem } from '../../domain/readDay';
import type { Unwritten } from '../../state/unwritten';
import * as box from './typedDay';

/** So long nothing is typed before a complete day is written while its writer is still in the box. */
export const QUIET_MS = 1_000;

interface TypedDayOptions extends DayLimits {
  value: string;
  onDay: (day: string) => void;
}

export interface TypedDayBox {
  state: box.TypedDay;
  problem: DayProblem | null;
  unwritten: Unwritten | null;
  enter: () => void;
  type: (text: string) => void;
  pick: (day: string) => void;
  leave: () => void;
  giveUp: () => void;
}

/** Runs the box of `typedDay` in a component: its clock, and the days it writes. */
export function useTypedDay(options: TypedDayOptions): TypedDayBox {
  const { value, min, max } = options;
  const [state, setState] = useState(() => box.standing(value));
  // What happens between two renders must find what is so by then.
  const latest = useRef({ state, options });
  latest.current.options = options;
  const [actions] = useState(() => {
    const go = ([next, day]: box.Step) => {
      latest.current.state = next;
      setState(next);
      if (day !== null) latest.current.options.onDay(day);
    };
    const now = () => latest.current.state;
    return {
      arrive: (day: string) => go(box.arrived(now(), day)),
      pause: () => go(box.paused(now(), latest.current.options)),
      enter: () => go(box.entered(now())),
      type: (text: string) => go(box.typed(now(), text)),
      pick: (day: string) => go(box.picked(now(), day)),
      leave: () => go(box.left(now(), latest.current.options)),
      giveUp: () => go(box.givenUp(now())),
    };
  });

  // Also after what was written here: where another's day came before that was rendered, `value` is as it was.
  const { value: known } = state;
  useEffect(() => {
    if (known !== value) actions.arrive(value);
  }, [value, known, actions]);
  const typing = state.since === null ? null : state.text;
  useEffect(() => {
    if (typing === null) return;
    const quiet = setTimeout(actions.pause, QUIET_MS);
    return () => clearTimeout(quiet);
  }, [typing, actions]);
  // Whoever goes on to another page has left the box too.
  useEffect(() => () => actions.leave(), [actions]);

  const problem = box.problemOf(state, { min, max });
  const pending: Unwritten = problem === null ? 'typing' : 'unfinished';
  return { state, problem, unwritten: state.since === null ? null : pending, ...actions };
}
