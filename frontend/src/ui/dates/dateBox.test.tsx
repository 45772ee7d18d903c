// @vitest-environment jsdom
import { act, useState } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { unwritten } from '../../state/unwritten';
import { shownPage } from '../testing/shown';
import { there } from '../testing/there';
import { DateBox } from './DateBox';
import { QUIET_MS } from './useTypedDay';

const { page, show } = shownPage();
let given: string[];
let hold: (day: string) => void;

beforeEach(() => {
  vi.useFakeTimers();
  given = [];
});

afterEach(() => {
  vi.useRealTimers();
});

function Holder({ first, min }: { first: string; min?: string }) {
  const [value, setValue] = useState(first);
  hold = setValue;
  const take = (day: string) => {
    given.push(day);
    setValue(day);
  };
  return <DateBox atOnce label="Starter" min={min} onDay={take} value={value} />;
}

const pending = () => unwritten.read().what;
const box = () => page.querySelector<HTMLInputElement>('input[type=text]') as HTMLInputElement;

async function type(text: string): Promise<void> {
  await act(async () => {
    box().focus();
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(box(), text);
    box().dispatchEvent(new Event('input', { bubbles: true }));
  });
}

const leave = () => act(async () => box().blur());
const wait = () => act(async () => vi.advanceTimersByTime(QUIET_MS));

test('a day is shown and typed as dd.mm.yyyy, on a keyboard of figures', async () => {
  await show(<Holder first="2027-02-03" />);
  expect(box().value).toBe('03.02.2027');
  expect(box().inputMode).toBe('numeric');
  await type('3.2.28');
  await leave();
  expect([given, box().value]).toEqual([['2028-02-03'], '03.02.2028']);
});

test('a complete day is given after a while in the box, and until then the box says that it is not', async () => {
  await show(<Holder first="" />);
  await type('15062027');
  expect(pending()).toBe('typing');
  await wait();
  expect([given, pending()]).toEqual([['2027-06-15'], null]);
});

test('what is no day is not given: what is wrong is said with the box, and the old day can be kept', async () => {
  await show(<Holder first="2026-08-15" />);
  await type('31.02.2026');
  await leave();
  expect([given, pending()]).toEqual([[], 'unfinished']);
  const said = box()
    .getAttribute('aria-describedby')
    ?.split(' ')
    .map((id) => document.getElementById(id)?.textContent)
    .join(' ');
  expect(said).toContain('Den dagen finnes ikke i kalenderen');
  expect(box().getAttribute('aria-invalid')).toBe('true');
  const keep = [...page.querySelectorAll('button')].find(
    (button) => button.textContent === 'Behold 15.08.2026',
  );
  await act(async () => there(keep).click());
  expect([box().value, pending(), document.activeElement]).toEqual(['15.08.2026', null, box()]);
});

test('a form may ask for days that are not over', async () => {
  await show(<Holder first="" min="2026-11-29" />);
  await type('01.08.2026');
  await leave();
  expect(given).toEqual([]);
  expect(page.textContent).toContain('Datoen kan ikke være før 29.11.2026.');
});

test('what somebody else set while I typed is said, and mine holds once it is written', async () => {
  await show(<Holder first="2026-08-15" />);
  await type('01.08.2027');
  await act(async () => hold('2026-11-11'));
  expect(box().value).toBe('01.08.2027');
  expect(page.querySelector('[role=status]')?.textContent).toContain('11.11.2026 mens du skrev');
  await leave();
  expect(given).toEqual(['2027-08-01']);
});

test("another's day that comes before mine is rendered is shown, also where it is the one that held", async () => {
  await show(<Holder first="" />);
  await type('01092027');
  await act(async () => {
    vi.advanceTimersByTime(QUIET_MS);
    hold('');
  });
  expect([given, box().value, pending()]).toEqual([['2027-09-01'], '', null]);
  expect(page.textContent).toContain('tatt bort datoen');
});

test('going on to another page is leaving', async () => {
  await show(<Holder first="" />);
  await type('01.08.2027');
  await show(null);
  expect([given, pending()]).toEqual([['2027-08-01'], null]);
});

test('a day picked in the calendar is given at once', async () => {
  await show(<Holder first="" />);
  const calendar = page.querySelector<HTMLInputElement>('input[type=date]') as HTMLInputElement;
  await act(async () => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(calendar, '2027-08-01');
    calendar.dispatchEvent(new Event('input', { bubbles: true }));
  });
  expect([given, box().value]).toEqual([['2027-08-01'], '01.08.2027']);
});
