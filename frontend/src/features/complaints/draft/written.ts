import type { ComplaintAnswer, Ground } from '../../../domain/openapi';

export interface Written {
  grounds: Ground[];
  words: string;
  wished: string;
  late_reason: string;
  talk_first: boolean | null;
}

type Name = keyof Written;
const TEXTS = ['words', 'wished', 'late_reason'] as const;

export function writtenIn({ grounds, words, wished, late_reason, talk_first }: ComplaintAnswer): Written {
  return { grounds, words, wished, late_reason, talk_first };
}

export function sameWritten(one: Written, other: Written): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

export interface Merged {
  written: Written;
  /** Somebody else wrote in the same place: both texts stand there now. */
  both: boolean;
}

/**
 * What was typed here with what somebody else has kept meanwhile: no word of either is lost.
 *
 * `read`: what the server had when it was last read here; `sent`: what was sent to it since, taken or not.
 */
export function merged(typed: Written, theirs: Written, read: Written, sent: Written): Merged {
  const is = (name: Name, one: Written, other: Written) =>
    JSON.stringify(one[name]) === JSON.stringify(other[name]);
  const old = (name: Name) => is(name, theirs, read) || is(name, theirs, sent);
  const untouched = (name: Name) => is(name, typed, read);
  const written = { ...typed };
  let both = false;
  for (const name of TEXTS) {
    if (old(name) || is(name, typed, theirs)) continue;
    written[name] = untouched(name) ? theirs[name] : `${theirs[name]}\n\n${typed[name]}`;
    both ||= !untouched(name);
  }
  if (!old('grounds')) {
    written.grounds = untouched('grounds')
      ? theirs.grounds
      : [...theirs.grounds, ...typed.grounds.filter((each) => !theirs.grounds.includes(each))];
  }
  if (untouched('talk_first')) written.talk_first = theirs.talk_first;
  return { written, both };
}
