import type { MunicipalitySettings } from '../../domain/openapi';
import { askWhile } from '../../state/leaving';
import { StateCell } from '../../state/stateCell';

interface Draft {
  /** Whose; empty while nothing is open. */
  number: string;
  /** Of what is saved, as it was when the typing began: the server refuses to replace a newer one. */
  version: number;
  saved: MunicipalitySettings | null;
  now: MunicipalitySettings | null;
}

const NOTHING: Draft = { number: '', version: 0, saved: null, now: null };

/** What is typed into the settings of a municipality and not saved yet. */
export const draft = new StateCell<Draft>(NOTHING);

export const isChanged = ({ saved, now }: Draft): boolean => JSON.stringify(saved) !== JSON.stringify(now);

askWhile(draft, isChanged);

/** Begin with what the server has, unless something is typed already. */
export function begin(number: string, version: number, settings: MunicipalitySettings): void {
  const held = draft.read();
  if (held.number === number && isChanged(held)) return;
  draft.replace({ number, version, saved: settings, now: settings });
}

/** Whoever was told that somebody else has saved meanwhile may replace it, by saving once more. */
export const told = (version: number): void => draft.change({ version });

export function change(fields: Partial<MunicipalitySettings>): void {
  const held = draft.read();
  if (held.now) draft.change({ now: { ...held.now, ...fields } });
}

/** `settings` were stored as `version`; what was typed meanwhile stays. */
export function stored(version: number, settings: MunicipalitySettings): void {
  draft.change({ version, saved: settings });
}

export const forget = (): void => draft.change({ now: draft.read().saved });

/** The paths of the fields that a refusal names: `settings.contact.phone: …; settings.chosen.x: …`. */
export function refusedFields(detail: string): Set<string> {
  const paths = detail.split('; ').map((line) => /^settings\.([\w.[\]-]+): /u.exec(line)?.[1] ?? '');
  return new Set(paths.filter((path) => path !== ''));
}
