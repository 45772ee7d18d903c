import { type DayLimits, type DayProblem, type DayReading, dayAsTyped, readDay } from '../../domain/readDay';

/** A box for a day, as a state machine without I/O: each step gives the next state, and a day to write or `null`. */
export interface TypedDay {
  /** What stands in the box. */
  readonly text: string;
  /** The day that holds for everybody, as far as this page knows; `''`: none. */
  readonly value: string;
  /** The day that held when its writer began to type; `null`: nothing has been typed that is not written. */
  readonly since: string | null;
  /** Whether its writer has written a day since they came. */
  readonly wrote: boolean;
  /** Whether its writer has stopped: then what is wrong is said. */
  readonly asked: boolean;
  readonly news: News | null;
}

/** A day that somebody else set meanwhile. `holds`: whose is the newer one; `null`: its writer has not written theirs. */
export interface News {
  readonly day: string;
  readonly holds: 'theirs' | 'mine' | null;
}

export type Step = readonly [TypedDay, string | null];

export function standing(value: string): TypedDay {
  return { text: dayAsTyped(value), value, since: null, wrote: false, asked: false, news: null };
}

/** Somebody came to the box. */
export function entered(state: TypedDay): Step {
  return state.since === null ? [standing(state.value), null] : [state, null];
}

export function typed(state: TypedDay, text: string): Step {
  return [{ ...state, text, since: state.since ?? state.value, asked: false }, null];
}

/** Chosen in a calendar, which holds whole days only. */
export function picked(state: TypedDay, day: string): Step {
  return written(state, day, dayAsTyped(day));
}

/** Another day holds, by whoever's hand. */
export function arrived(state: TypedDay, value: string): Step {
  if (value === state.value) return [state, null];
  if (state.since !== null) return [{ ...state, value, news: { day: value, holds: null } }, null];
  const news: News | null = state.wrote ? { day: value, holds: 'theirs' } : null;
  return [{ ...standing(value), wrote: state.wrote, news }, null];
}

/** Nothing was typed for a while. What may still become another day waits. */
export function paused(state: TypedDay, limits: DayLimits): Step {
  if (state.since === null) return [state, null];
  const reading = readingOf(state, limits);
  if ('problem' in reading) {
    return [reading.problem === 'unfinished' ? state : { ...state, asked: true }, null];
  }
  return reading.certain ? settled(state, reading.day, state.text) : [state, null];
}

/** Its writer has left, or the page is put away. */
export function left(state: TypedDay, limits: DayLimits): Step {
  if (state.since === null) return [{ ...state, text: dayAsTyped(state.value) }, null];
  const reading = readingOf(state, limits);
  if ('problem' in reading) return [{ ...state, asked: true }, null];
  return settled(state, reading.day, dayAsTyped(reading.day));
}

/** What was typed is given up; the day that holds is shown. */
export function givenUp(state: TypedDay): Step {
  return [standing(state.value), null];
}

/** Whoever changed nothing writes nothing, and sees what others set meanwhile. */
function settled(state: TypedDay, day: string, text: string): Step {
  if (day !== state.since) return written(state, day, text);
  const unchanged = state.value === state.since;
  const shown = unchanged ? { ...state, text } : standing(state.value);
  return [{ ...shown, since: null, asked: false, wrote: state.wrote, news: null }, null];
}

function written(state: TypedDay, day: string, text: string): Step {
  const another = state.since !== null && state.value !== state.since && state.value !== day;
  const news: News | null = another ? { day: state.value, holds: 'mine' } : null;
  return [{ text, value: day, since: null, wrote: true, asked: false, news }, day];
}

function readingOf(state: TypedDay, limits: DayLimits): DayReading {
  return readDay(state.text, limits);
}

/** What is wrong with what stands in the box, once its writer has stopped, or with what the log holds. */
export function problemOf(state: TypedDay, limits: DayLimits): DayProblem | null {
  if (state.since !== null && !state.asked) return null;
  const reading = readingOf(state, state.since === null ? {} : limits);
  return 'problem' in reading ? reading.problem : null;
}
