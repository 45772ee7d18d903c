// @vitest-environment jsdom
import { act } from 'react';
import { beforeEach, expect, test } from 'vitest';
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from 'y-protocols/awareness';
import * as Y from 'yjs';
import type { PlanView } from '../../../domain/types';
import { shownPage } from '../../../ui/testing/shown';
import { there } from '../../../ui/testing/there';
import { DateField } from './DateField';
import { FieldPresence } from './FieldPresence';

const PLAN = { me: 'me', participants: [{ id: 'me' }, { id: 'kari' }] } as unknown as PlanView;
const { page, show } = shownPage();
let mine: Awareness;

beforeEach(() => {
  mine = new Awareness(new Y.Doc());
  mine.setLocalState({ user: { id: 'me', name: 'Runa' }, cursor: null });
});

const fields = (shown = true) =>
  show(
    <FieldPresence awareness={mine} plan={PLAN} shown={shown}>
      <DateField editable label="Starter" name="start" onWrite={() => undefined} value="" />
      <DateField editable label="Ferdig innen" name="due" onWrite={() => undefined} value="" />
    </FieldPresence>,
  );

/** Somebody is in `field`, as the server says it. */
const somebodyIn = (field: string | undefined, user = { id: 'kari', name: 'Kari Nordmann', colour: 3 }) =>
  act(async () => {
    const theirs = new Awareness(new Y.Doc());
    theirs.setLocalState({ user, cursor: null, ...(field && { field }) });
    applyAwarenessUpdate(mine, encodeAwarenessUpdate(theirs, [theirs.clientID]), 'server');
  });

const taken = () => [...page.querySelectorAll('.shared-now')].map(({ textContent }) => textContent);

test('who else is in a field is named there, in their colour, and read with it', async () => {
  await fields();
  await somebodyIn('due');
  expect(taken()).toHaveLength(1);
  expect(taken()[0]).toContain('Ferdig innen');
  expect(taken()[0]).toContain('Kari Nordmann');
  expect(page.querySelector('.shared-now')?.className).toMatch(/person--\d/);
  const named = page.querySelector('.shared-now input')?.getAttribute('aria-describedby')?.split(' ') ?? [];
  expect(named.map((id) => document.getElementById(id)?.textContent).join()).toContain('Kari Nordmann');
});

test('whoever is in the text, or on another screen of mine, is in no field', async () => {
  await fields();
  await somebodyIn(undefined);
  await somebodyIn('due', { id: 'me', name: 'Runa', colour: 1 });
  expect(taken()).toEqual([]);
});

test('it can be muted like the carets', async () => {
  await fields(false);
  await somebodyIn('due');
  expect(taken()).toEqual([]);
});

test('the others are told where I am while I am there', async () => {
  await fields();
  const boxes = page.querySelectorAll<HTMLInputElement>('input[type=text]');
  await act(async () => there(boxes[0]).focus());
  expect(mine.getLocalState()).toMatchObject({ field: 'start' });
  await somebodyIn('due');
  expect(mine.getLocalState()).toMatchObject({ field: 'start' });
  await act(async () => there(boxes[1]).focus());
  expect(mine.getLocalState()).toMatchObject({ field: 'due' });
  await act(async () => there(boxes[1]).blur());
  expect(mine.getLocalState()).toMatchObject({ field: null });
  await act(async () => there(boxes[0]).focus());
  await show(null);
  expect(mine.getLocalState()).toMatchObject({ field: null });
});
