import { dayInNorway } from '../../../domain/dates';

/**
 * An end date is the last day an opening holds ("til og med"), in Norway. The server keeps the moment after it.
 * Returns the ISO date, or null for no end.
 */
export function lastDay(until: string | null): string | null {
  if (until === null || until.length <= 10) return until;
  // One millisecond earlier is still the last day.
  return dayInNorway(Date.parse(until) - 1);
}
