// @vitest-environment jsdom
import { act } from 'react';
import { expect, test } from 'vitest';
import { shownPage } from '../../../ui/testing/shown';
import { fold, there, type } from '../../../ui/testing/there';
import { FORMS as COORDINATORS } from '../coordinated/forms';
import { FORMS, type Form, LISTED, SOMEBODY_ELSE, type Typed } from './forms';
import { TransitionForm } from './TransitionForm';
import '../coordinated/words';
import './words';

const { show, page } = shownPage();

async function proposal(persons: string[]) {
  const sent: unknown[] = [];
  await show(
    <TransitionForm
      act={async (command) => {
        sent.push(command);
        return true;
      }}
      action="coordinator-proposed"
      choices={({ name }) => (name === LISTED ? persons : [])}
      form={FORMS['coordinator-proposed'] as Form}
      known={{ as_wished: true }}
      open
      preview={async () => ''}
      requires={['name', 'workplace']}
      wordsOf={(_, value) => value}
    />,
  );
  return sent;
}

const press = () => act(async () => there(page.querySelector<HTMLElement>('.report__acts button')).click());
const labels = () => [...page.querySelectorAll('label')].map(({ textContent }) => textContent);

test('what is missing is said below the button, which does not move as it is pressed', async () => {
  const sent = await proposal([]);
  await press();
  const [button, alert] = [page.querySelector('.report__acts'), page.querySelector('[role="alert"]')];
  expect(alert?.textContent).toBe('Fyll ut: Navn, Arbeidssted, Hva slags tjeneste');
  expect(button?.compareDocumentPosition(alert as Node)).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
  expect(sent).toEqual([]);
});

test('nobody is proposed before somebody is chosen', async () => {
  const sent = await proposal(['', 'hilde', SOMEBODY_ELSE]);
  expect(labels()).not.toContain('Navn');
  await press();
  expect(page.querySelector('[role="alert"]')?.textContent).toBe('Fyll ut: Hvem, Hva slags tjeneste');
  expect(sent).toEqual([]);
});

test('whoever says that they will be away reads that a substitute whom they write gets no access', async () => {
  await show(
    <TransitionForm
      act={async () => true}
      action="coordinator-absent"
      choices={() => []}
      form={COORDINATORS['coordinator-absent'] as Form}
      known={{}}
      open
      preview={async () => ''}
      requires={[]}
      spokenBy="coordinator"
      wordsOf={(_, value) => value}
    />,
  );
  expect(page.textContent).toContain('Skriver du en vikar her, får vikaren ikke tilgang til planen.');
});

const asks = (known: Typed, sent: unknown[], saved = true, form = FORMS['subject-corrected'] as Form) =>
  show(
    <TransitionForm
      act={async (command, onSaved) => {
        sent.push(command);
        if (saved) onSaved?.();
        return saved;
      }}
      action="subject-corrected"
      choices={() => []}
      form={form}
      known={known}
      open={false}
      preview={async () => ''}
      requires={[]}
      wordsOf={(_, value) => value}
    />,
  );
const lines = () =>
  [...page.querySelectorAll<HTMLInputElement>('input[type=text]')].map(({ value }) => value);
const folds = () => fold(there(page.querySelector<HTMLElement>('summary')));

test('what is saved leaves the form folded and as it is known, and what is refused leaves what was typed', async () => {
  for (const saved of [false, true]) {
    const sent: unknown[] = [];
    await asks({ name: 'Kari' }, sent, saved);
    if (!page.querySelector('details')?.open) await folds();
    await type(there(page.querySelector<HTMLInputElement>('input[type=text]')), 'Kari Vik');
    await press();
    expect(sent).toMatchObject([{ said: { subject: { name: 'Kari Vik' } } }]);
    await asks({ name: 'Kari V.' }, sent, saved);
    expect(page.querySelector('details')?.open).toBe(!saved);
    if (saved) await folds();
    expect(lines()[0]).toBe(saved ? 'Kari V.' : 'Kari Vik');
  }
});

test('what is written is there again after the form was folded', async () => {
  await asks({ name: 'Kari' }, []);
  await folds();
  await type(there(page.querySelector<HTMLInputElement>('input[type=text]')), 'Kari Vik');
  await folds();
  await folds();
  expect(lines()[0]).toBe('Kari Vik');
});

test.each(['31.11.2026', '31.02'])('a delay until "%s" is not told without a day', async (typed) => {
  const sent: unknown[] = [];
  await asks({ reason: 'Ferie', expected: '2026-12-01' }, sent, true, FORMS['delay-notified'] as Form);
  await folds();
  const day = there(page.querySelector<HTMLInputElement>('.date-box input[type=text]'));
  await type(day, typed);
  await press();
  expect([sent, document.activeElement, day.getAttribute('aria-invalid')]).toEqual([[], day, 'true']);
});
