import type { MunicipalitySettings } from '../../domain/openapi';
import { askWhile } from '../../state/leaving';
import { StateCell } from '../../state/stateCell';

interface Draft {
  /** Whose; empty while nothing is open. */
  number: string;
  saved: MunicipalitySettings | null;
  now: MunicipalitySettings | null;
}

const NOTHING: Draft = { number: '', saved: null, now: null };

/** What is typed into the settings of a municipality and not saved yet. */
export const draft = new StateCell<Draft>(NOTHING);

export const isChanged = ({ saved, now }: Draft): boolean => JSON.stringify(saved) !== JSON.stringify(now);

askWhile(draft, isChanged);

/** Begin with what the server has, unless something is typed already. */
export function begin(number: string, settings: MunicipalitySettings): void {
  const held = draft.read();
  if (held.number === number && isChanged(held)) return;
  draft.replace({ number, saved: settings, now: settings });
}

export function change(fields: Partial<MunicipalitySettings>): void {
  const held = draft.read();
  if (held.now) draft.change({ now: { ...held.now, ...fields } });
}

/** `settings` were stored; what was typed meanwhile stays. */
export function stored(settings: MunicipalitySettings): void {
  draft.change({ saved: settings });
}

export const forget = (): void => draft.change({ now: draft.read().saved });

/** The paths of the fields that a refusal names: `settings.contact.phone: …; settings.chosen.x: …`. */
export function refusedFields(detail: string): Set<string> {
  const paths = detail.split('; ').map((line) => /^settings\.([\w.[\]-]+): /u.exec(line)?.[1] ?? '');
  return new Set(paths.filter((path) => path !== ''));
}
