import { StateCell } from '../../state/stateCell';
import { useCell } from '../../state/useCell';

/** What somebody has chosen for this browser. It says nothing about any plan, so it may be kept here. */
type Preference = 'digest' | 'carets';

const nameOf = (preference: Preference) => `samplan.${preference}`;
const isKeptOn = (preference: Preference) => localStorage.getItem(nameOf(preference)) !== 'off';
const kept = (): Record<Preference, boolean> => ({ digest: isKeptOn('digest'), carets: isKeptOn('carets') });

const preferences = new StateCell(kept());
// Chosen in another tab of this browser.
window.addEventListener('storage', () => preferences.change(kept()));

export function isOn(preference: Preference): boolean {
  return preferences.read()[preference];
}

/** A switch that is on until it is turned off, and the way to turn it. */
export function usePreference(preference: Preference): [boolean, () => void] {
  const on = useCell(preferences)[preference];
  const toggle = () => {
    localStorage.setItem(nameOf(preference), on ? 'off' : 'on');
    preferences.change({ [preference]: !on });
  };
  return [on, toggle];
}
