import { type RefCallback, useEffect, useMemo, useRef, useState } from 'react';
import { focusPageHeading } from './PageHeading';

/** How many places are remembered: a bar of buttons may go with what it was for. */
const PLACES = 8;
const ACTS = ['click', 'change'] as const;
/** Whoever does one of these has gone on: from then on the focus is theirs. */
const GOING_ON = ['pointerdown', 'keydown'] as const;
const CONTROLS = 'a, button, input, select, textarea, summary';

export interface FocusReturn {
  /** For the element around all of it. */
  around: RefCallback<HTMLElement>;
  /** After what had the focus has gone: back to where one was last and still can be, else to the page's heading. */
  goBack: () => void;
}

/** Remembers where one did something last, outside of dialogs. For whatever holds what comes and goes there. */
export function useFocusReturn(): FocusReturn {
  const places = useRef<HTMLElement[]>([]);
  const [asked, ask] = useState(0);
  useGoingBack(asked, places);
  return useMemo(() => {
    // By what was done there, not by the focus: whoever goes to a button by keyboard passes much on the way.
    const note = ({ target }: Event) => {
      if (!(target instanceof HTMLElement) || target.closest('dialog') || !target.matches(CONTROLS)) return;
      places.current = [target, ...places.current.filter((other) => other !== target)].slice(0, PLACES);
    };
    return {
      around(element) {
        for (const type of ACTS) element?.addEventListener(type, note);
        return () => {
          for (const type of ACTS) element?.removeEventListener(type, note);
        };
      },
      goBack: () => ask((before) => before + 1),
    };
  }, []);
}

/**
 * Once what goes is gone from the page, which a frame of the screen does not tell; and again where the place goes too,
 * as what the act has made of the page is read.
 */
function useGoingBack(asked: number, places: { readonly current: HTMLElement[] }): void {
  const done = useRef(0);
  const back = useRef(false);
  useEffect(() => {
    if (asked === 0) return;
    back.current = true;
    const goOn = () => {
      back.current = false;
    };
    for (const type of GOING_ON) document.addEventListener(type, goOn, { capture: true, once: true });
    return () => {
      for (const type of GOING_ON) document.removeEventListener(type, goOn, { capture: true });
    };
  }, [asked]);
  // After every commit: only there it shows that the focus was lost.
  useEffect(() => {
    const first = done.current !== asked;
    done.current = asked;
    if (!first && !(back.current && document.activeElement === document.body)) return;
    const place = places.current.find(isThere);
    if (place) place.focus({ preventScroll: isInView(place) });
    else focusPageHeading();
  });
}

function isThere(place: HTMLElement): boolean {
  return place.isConnected && place.checkVisibility() && !place.matches(':disabled');
}

function isInView(place: HTMLElement): boolean {
  const { top, bottom } = place.getBoundingClientRect();
  return top >= 0 && bottom <= window.innerHeight;
}
