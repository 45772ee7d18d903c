import { FIRST_DAY, isIsoDay, LAST_DAY, todayInNorway } from './dates';

/**
 * Why written words are no date: `unfinished` more must be written; `unreadable` no date is written like that;
 * `impossible` the calendar has no such day; `century` the year may be of two centuries; `early` and `late` outside
 * the days that are allowed.
 */
export type DayProblem = 'unfinished' | 'unreadable' | 'impossible' | 'century' | 'early' | 'late';

/**
 * `certain`: nothing more is to come. `1.8.20` may become 2027, and an empty box gets another day: these count only when
 * their writer has left.
 */
export type DayReading = { day: string; certain: boolean } | { problem: DayProblem };

export interface DayLimits {
  min?: string | undefined;
  max?: string | undefined;
}

/** A year of two digits is of this century up to so many years from now; of later ones the writer is asked. */
const YEARS_AHEAD = 30;

const MONTHS = [
  ['januar', 'january'],
  ['februar', 'february'],
  ['mars', 'march'],
  ['april', 'april'],
  ['mai', 'may'],
  ['juni', 'june'],
  ['juli', 'july'],
  ['august', 'august'],
  ['september', 'september'],
  ['oktober', 'october'],
  ['november', 'november'],
  ['desember', 'december'],
] as const;

/**
 * The ISO day that somebody has written: `15.08.2026`, `15.8.26`, `15/8/2026`, `15082026`, `15. august 2026` or
 * `2026-08-15`, always the day before the month. Nothing written is the day `''`. Without a year it is the first such
 * day from `min` on; where none is given, a year is asked for.
 */
export function readDay(written: string, limits: DayLimits = {}, today = todayInNorway()): DayReading {
  const words = written.normalize('NFKC').trim().toLowerCase();
  if (words === '') return { day: '', certain: false };
  const found = figuresOf(words);
  return typeof found === 'string' ? { problem: found } : dayOf(found, limits, today);
}

/** "15.08.2026": how a day stands in a box; one that is no day is shown as it is. */
export function dayAsTyped(day: string): string {
  const figures = /^(\d{4})-(\d{2})-(\d{2})$/u.exec(day);
  return figures ? `${figures[3]}.${figures[2]}.${figures[1]}` : day;
}

interface Figures {
  day: number;
  month: number;
  /** As it is written: of two or four digits; `''`: of none. */
  year: string;
}

function figuresOf(words: string): Figures | DayProblem {
  const iso = /^(\d{4})-(\d{1,2})(?:-(\d{1,2}))?$/u.exec(words);
  if (iso) return isoFigures(iso[1] ?? '', iso[2] ?? '', iso[3] ?? '');
  if (/^\d+$/u.test(words)) return digitFigures(words);
  const parts = /^(\d{1,2})[\s.,/-]+(\d{1,2}|\p{L}+)(?:[\s.,/-]+(\d{1,4})?)?$/u.exec(words);
  if (parts) return partFigures(parts[1] ?? '', parts[2] ?? '', parts[3] ?? '');
  return /^[\d\s.,/-]*$/u.test(words) && words.length < 'dd.mm.yyyy'.length ? 'unfinished' : 'unreadable';
}

function isoFigures(year: string, month: string, day: string): Figures | DayProblem {
  // `2026-08-1` may become the tenth.
  return day.length === 2 ? { day: Number(day), month: Number(month), year } : 'unfinished';
}

function digitFigures(digits: string): Figures | DayProblem {
  if (digits.length > 8) return 'unreadable';
  if (digits.length < 4 || digits.length % 2 === 1) return 'unfinished';
  return { day: Number(digits.slice(0, 2)), month: Number(digits.slice(2, 4)), year: digits.slice(4) };
}

function partFigures(day: string, written: string, year: string): Figures | DayProblem {
  const month = /^\d/u.test(written) ? Number(written) : monthNamed(written);
  if (month === null) return 'unreadable';
  return year.length % 2 === 0 ? { day: Number(day), month, year } : 'unfinished';
}

/** By its name in Norwegian or English, or the first three letters or more of it. */
function monthNamed(word: string): number | null {
  if (word.length < 3) return null;
  const place = MONTHS.findIndex((names) => names.some((name) => name.startsWith(word)));
  return place === -1 ? null : place + 1;
}

function dayOf(figures: Figures, limits: DayLimits, today: string): DayReading {
  const { min = FIRST_DAY, max = LAST_DAY } = limits;
  const { day, month } = figures;
  if (figures.year === '' && limits.min === undefined) return { problem: 'unfinished' };
  const year = figures.year || yearFrom(min, month, day);
  const whole = year.length === 2 ? `${today.slice(0, 2)}${year}` : year;
  const found = `${whole}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  if (!inCalendar(Number(whole), month, day)) return { problem: 'impossible' };
  if (year.length === 2 && Number(whole) > Number(today.slice(0, 4)) + YEARS_AHEAD) {
    return { problem: 'century' };
  }
  if (found < min || !isIsoDay(found)) return { problem: found < min ? 'early' : 'late' };
  if (found > max) return { problem: 'late' };
  return { day: found, certain: figures.year.length === 4 || (figures.year !== '' && !beginsYear(year)) };
}

/** The first year in which such a day is not before `min`; 29 February has up to eight years to wait. */
function yearFrom(min: string, month: number, day: number): string {
  const first = Number(min.slice(0, 4));
  const passed = min.slice(5) > `${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  for (let year = passed ? first + 1 : first; year <= first + 8; year += 1) {
    if (inCalendar(year, month, day)) return String(year);
  }
  return String(first);
}

function inCalendar(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  // Day 0 of the next month; the year is set by itself, since Date takes 0 to 99 for the last century.
  const last = new Date(Date.UTC(2000, month, 0));
  last.setUTCFullYear(year, month, 0);
  return day <= last.getUTCDate();
}

/** Whether a year that may be written with four digits begins with these two. */
function beginsYear(digits: string): boolean {
  return digits >= FIRST_DAY.slice(0, 2) && digits <= LAST_DAY.slice(0, 2);
}
