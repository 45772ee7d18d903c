// @vitest-environment jsdom
import { act, useState } from 'react';
import { expect, test } from 'vitest';
import { shownPage } from '../testing/shown';
import { buttonIn, there, type } from '../testing/there';
import { DateBox } from './DateBox';
import { DatedForm } from './DatedForm';

const CODE = import.meta.glob<string>(['../../**/*.tsx', '!../../**/*.test.tsx'], {
  eager: true,
  query: '?raw',
  import: 'default',
});
const { page, show } = shownPage();
const box = () => there(page.querySelector<HTMLInputElement>('.date-box input[type=text]'));
const press = (words: string) => act(async () => buttonIn(page, words).click());
let sent: string[];
let left: number;

function Form({ submitted, folded }: { submitted?: boolean; folded?: boolean }) {
  const [day, setDay] = useState('2026-11-30');
  const send = () => void sent.push(day);
  const field = <DateBox label="Dag" onDay={setDay} value={day} />;
  const within = folded ? <details>{field}</details> : field;
  return (
    <DatedForm>
      {submitted ? (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            send();
          }}
        >
          {within}
          <button type="submit">Send</button>
          <button onClick={() => (left += 1)} type="button">
            Avbryt
          </button>
        </form>
      ) : (
        <>
          {within}
          <button onClick={send} type="button">
            Send
          </button>
          <button data-anyway onClick={() => (left += 1)} type="button">
            Avbryt
          </button>
        </>
      )}
    </DatedForm>
  );
}

async function shown(props: Parameters<typeof Form>[0] = {}) {
  sent = [];
  left = 0;
  await show(<Form {...props} />);
}

test.each([
  ['31.11.2026', false, 'Den dagen finnes ikke i kalenderen'],
  ['31.11.2026', true, 'Den dagen finnes ikke i kalenderen'],
  ['31.02', false, 'Datoen er ikke ferdig'],
  ['31.02', true, 'Datoen er ikke ferdig'],
])(
  '"%s" is not sent (by a form: %s), its box has the focus, and its sentence is said',
  async (typed, submitted, why) => {
    await shown({ submitted });
    await type(box(), typed);
    await press('Send');
    expect(sent).toEqual([]);
    expect(document.activeElement).toBe(box());
    const said = there(box().getAttribute('aria-describedby')).split(' ');
    expect(said.map((id) => document.getElementById(id)?.textContent).join(' ')).toContain(why);
    await press('Avbryt');
    expect(left).toBe(1);
  },
);

test('whoever is in the box already hears its sentence too, each time', async () => {
  await shown({ submitted: true });
  await act(async () => box().focus());
  await type(box(), '31.11.2026');
  await press('Send');
  const first = there(page.querySelector('[role=alert]'));
  expect(first.textContent).toContain('Den dagen finnes ikke i kalenderen');
  await press('Send');
  expect(page.querySelector('[role=alert]')).not.toBe(first);
  await press('Behold 30.11.2026');
  await press('Send');
  expect([sent, page.querySelector('[role=alert]')]).toEqual([['2026-11-30'], null]);
});

test.each([false, true])(
  'a day that was not left yet is sent as it stands (by a form: %s)',
  async (submitted) => {
    await shown({ submitted });
    await type(box(), '24.12.2026');
    await press('Send');
    expect(sent).toEqual(['2026-12-24']);
  },
);

function Refusing({ error, required }: { error?: string; required?: string }) {
  const [day, setDay] = useState('');
  return (
    <DatedForm>
      <DateBox error={day ? error : undefined} label="Dag" onDay={setDay} required={required} value={day} />
      <button onClick={() => void sent.push(day)} type="button">
        Send
      </button>
    </DatedForm>
  );
}

test('a day that the form does not take is not sent, and its box has the focus', async () => {
  sent = [];
  await show(<Refusing error="Dagen er passert." />);
  await type(box(), '01.02.2020');
  await press('Send');
  expect([sent, document.activeElement]).toEqual([[], box()]);
  const said = there(box().getAttribute('aria-describedby')).split(' ');
  expect(said.map((id) => document.getElementById(id)?.textContent).join(' ')).toContain('passert');
});

test('a box that may not be empty says so once it is sent, has the focus, and lets go when it is filled', async () => {
  sent = [];
  await show(<Refusing required="Skriv dagen." />);
  expect(page.textContent).not.toContain('Skriv dagen.');
  await press('Send');
  expect([sent, document.activeElement]).toEqual([[], box()]);
  expect(page.textContent).toContain('Skriv dagen.');
  expect(box().getAttribute('aria-invalid')).toBe('true');
  await type(box(), '24.12.2026');
  // Already: on the way to the button it would move that from under the press.
  expect(page.textContent).not.toContain('Skriv dagen.');
  await press('Send');
  expect(sent).toEqual(['2026-12-24']);
});

test('an empty box is sent empty', async () => {
  await shown();
  await type(box(), '');
  await press('Send');
  expect(sent).toEqual(['']);
});

test('a box that was folded away is unfolded', async () => {
  await shown({ folded: true });
  await type(box(), '31.11.2026');
  await press('Send');
  expect([sent, page.querySelector('details')?.open, document.activeElement]).toEqual([[], true, box()]);
});

interface Piece {
  file: string;
  name: string;
  code: string;
}

/** Each component and other function of a file, from its name to the next one. */
const PIECES: Piece[] = Object.entries(CODE).flatMap(([file, code]) =>
  code
    .split(/^(?:export )?(?=(?:const|function) \w)/mu)
    .slice(1)
    .map((piece) => ({ file, name: piece.split(/\W/u)[1] ?? '', code: piece })),
);

/** Whether it shows a box whose day is sent afterwards. */
const holdsBox = ({ code }: Piece) => /<DateBox\s(?!\s*atOnce\b)/u.test(code);

function imports(file: string, from: string): boolean {
  const [home, away] = [file, from].map((each) => new URL(each, 'http://src/a/b/').href) as [string, string];
  return Array.from(CODE[file]?.matchAll(/from '(\.[^']*)'/gu) ?? [], ([, path = '']) => path).some(
    (path) => `${new URL(path, home).href}.tsx` === away,
  );
}

/** In a form itself, or shown by something and by nothing that is in none. */
function isInForm({ file, name, code }: Piece): boolean {
  if (code.includes('<DatedForm>')) return true;
  const shows = new RegExp(`<${name}\\b`, 'u');
  const others = PIECES.filter(
    (other) => shows.test(other.code) && (other.file === file || imports(other.file, file)),
  );
  return others.length > 0 && others.every(isInForm);
}

test('every date box is of a dated form, or writes at once: no form has to look by itself', () => {
  const holders = PIECES.filter(holdsBox);
  expect(holders.length).toBeGreaterThan(15);
  expect(holders.filter((piece) => !isInForm(piece)).map(({ file, name }) => `${file} ${name}`)).toEqual([]);
  const looking = Object.keys(CODE).filter((file) => /data-(?:unwritten|refused)/u.test(CODE[file] ?? ''));
  expect(looking.map((file) => file.split('/').at(-1)).sort()).toEqual(['DateBox.tsx', 'DatedForm.tsx']);
});

test('a box that nothing guards is not shown', async () => {
  await expect(show(<DateBox label="Dag" onDay={() => undefined} value="" />)).rejects.toThrow(
    'no DatedForm',
  );
});
