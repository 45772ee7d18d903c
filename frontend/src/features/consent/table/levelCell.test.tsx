// @vitest-environment jsdom
import { expect, test } from 'vitest';
import type { Level } from '../../../domain/types';
import { shownPage } from '../../../ui/testing/shown';
import { LevelCell } from './LevelCell';

const { show, page } = shownPage();
const STATE = { level: 'none', next: null, until: null, nextUntil: null, creator: false } as const;

test.each([
  ['kommentere', 'comment', null],
  ['', null, null],
  ['', 'comment', 'read'],
])(
  'in the list of a phone «%s» is dotted where %s is proposed and %s chosen',
  async (words, proposed, next) => {
    const state = { ...STATE, proposed: proposed as Level | null, next: next as Level | null };
    await show(<LevelCell label="NAV: Helse" listed most="edit" onChoose={() => {}} state={state} />);
    expect(page.querySelector('.level__choice--proposed')?.textContent ?? '').toBe(words);
  },
);
