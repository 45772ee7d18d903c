// @vitest-environment jsdom
import { act, useState } from 'react';
import { beforeEach, expect, test } from 'vitest';
import { takesFocus } from './PageHeading';
import { shownPage } from './testing/shown';
import { there } from './testing/there';
import { useFocusReturn } from './useFocusReturn';

const { show, page } = shownPage();
let change: (rows: string[]) => void;
let done: (rows: string[]) => void;

beforeEach(() => {
  // jsdom lays nothing out
  Element.prototype.checkVisibility = () => true;
});

function Rows() {
  const [rows, setRows] = useState(['Eva', 'Tor']);
  const [opened, open] = useState('');
  const place = useFocusReturn();
  change = setRows;
  done = (left) => {
    setRows(left);
    open('');
    place.goBack();
  };
  return (
    <div ref={place.around}>
      <h1 className="page-heading" tabIndex={-1}>
        Alle
      </h1>
      {rows.map((row) => (
        <button disabled={opened !== ''} key={row} onClick={() => open(row)} type="button">
          {row}
        </button>
      ))}
      {opened && <input aria-label={opened} ref={takesFocus} />}
    </div>
  );
}

const press = (row: string) =>
  act(async () =>
    there([...page.querySelectorAll('button')].find(({ textContent }) => textContent === row)).click(),
  );
const focused = () => document.activeElement?.textContent;

test('whoever is done is back on the button they began with, once it can be pressed again', async () => {
  await show(<Rows />);
  await press('Eva');
  await act(async () => done(['Eva', 'Tor']));
  expect(focused()).toBe('Eva');
});

test('where that goes afterwards, too, they are on the last one before, or on the heading', async () => {
  await show(<Rows />);
  await press('Eva');
  await act(async () => done(['Eva', 'Tor']));
  await press('Tor');
  await act(async () => done(['Eva', 'Tor']));
  expect(focused()).toBe('Tor');
  await act(async () => change(['Eva']));
  expect(focused()).toBe('Eva');
  await act(async () => change([]));
  expect(focused()).toBe('Alle');
});

test('whoever has gone on meanwhile is not fetched back', async () => {
  await show(<Rows />);
  await press('Eva');
  await act(async () => done(['Eva', 'Tor']));
  document.dispatchEvent(new Event('pointerdown'));
  await act(async () => change([]));
  expect(document.activeElement).toBe(document.body);
});
