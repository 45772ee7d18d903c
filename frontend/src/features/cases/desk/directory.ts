import { useQuery } from '@tanstack/react-query';
import { apiGet, keys } from '../../../api';
import type { CoordinatorListing, ListedCoordinator } from '../../../domain/openapi';

/** What is kept of somebody who coordinates, in the order in which it is asked for. */
export const KEPT = [
  'workplace',
  'service',
  'leader',
  'trained_on',
  'refresh_due',
  'most_cases',
  'languages',
  'area',
  'experience',
  'leaves_on',
  'away_from',
  'away_until',
  'substitute',
] as const;
/** From which a coordinator may come; a municipality decides from which of them. */
export const SERVICES = ['municipal-health', 'school', 'nav', 'child-welfare', 'other'] as const;
export type Kept = (typeof KEPT)[number];
const DAYS: readonly Kept[] = ['trained_on', 'refresh_due', 'leaves_on', 'away_from', 'away_until'];
export const isDay = (name: Kept) => DAYS.includes(name);

/** As it stands in the boxes. */
export type TypedListing = Record<Kept | 'person', string>;

/** Everybody in the directory, by name: a page ends after a hundred of them. */
export function useDirectory(municipality: string) {
  return useQuery({
    queryKey: keys.coordinators(municipality),
    queryFn: ({ signal }) => everybody(municipality, signal),
  });
}

async function everybody(municipality: string, signal: AbortSignal): Promise<ListedCoordinator[]> {
  const found: ListedCoordinator[] = [];
  let after: string | null = null;
  do {
    const asked: [string, string][] = after === null ? [] : [['after', after]];
    const page = await apiGet('/api/units/{municipality}/coordinators', { municipality }, signal, asked);
    found.push(...page.coordinators);
    after = page.after;
  } while (after !== null);
  return found;
}

/** Of somebody new: nothing. That no number of cases is agreed is an empty box. */
export function typedOf(listed: ListedCoordinator | null): TypedListing {
  const kept = KEPT.map((name) => [name, String(listed?.[name] || '')] as const);
  return { ...(Object.fromEntries(kept) as Record<Kept, string>), person: listed?.person ?? '' };
}

export function listingOf(typed: TypedListing, version: number): CoordinatorListing {
  const kept = KEPT.map((name) => [name, isDay(name) ? typed[name] || null : typed[name].trim()] as const);
  return {
    ...Object.fromEntries(kept),
    workplace: typed.workplace.trim(),
    service: SERVICES.find((each) => each === typed.service) ?? '',
    most_cases: Number(typed.most_cases),
    version,
  };
}
