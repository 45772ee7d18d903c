import { StateCell } from '../../state/stateCell';
import { useCell } from '../../state/useCell';

/** Settings of this browser. They contain no plan data, so they may be stored in it. */
type Preference = 'digest' | 'carets';

const nameOf = (preference: Preference) => `samplan.${preference}`;
const isStoredOn = (preference: Preference) => localStorage.getItem(nameOf(preference)) !== 'off';
const stored = (): Record<Preference, boolean> => ({
  digest: isStoredOn('digest'),
  carets: isStoredOn('carets'),
});

const preferences = new StateCell(stored());
// Changed in another tab of this browser.
window.addEventListener('storage', () => preferences.change(stored()));

export function isOn(preference: Preference): boolean {
  return preferences.read()[preference];
}

/** A setting, on by default, and a function that toggles it. */
export function usePreference(preference: Preference): [boolean, () => void] {
  const on = useCell(preferences)[preference];
  const toggle = () => {
    localStorage.setItem(nameOf(preference), on ? 'off' : 'on');
    preferences.change({ [preference]: !on });
  };
  return [on, toggle];
}
