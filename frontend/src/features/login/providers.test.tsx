// @vitest-environment jsdom
import { MemoryRouter } from 'react-router';
import { expect, test } from 'vitest';
import type { ProviderChoice } from '../../domain/openapi';
import { askBeforeLeaving } from '../../state/leaving';
import { shownPage } from '../../ui/testing/shown';
import { Failed } from './Failed';
import { Providers } from './Providers';

const { show, page } = shownPage();

const IDPORTEN: ProviderChoice = { name: 'idporten', title: 'ID-porten', up: true, test: false };
const link = () => page.querySelector('a');

test('a provider is a link that leads back to where one wanted to be', async () => {
  await show(<Providers backTo="/plan/x?y" providers={[IDPORTEN]} />);
  expect(link()?.textContent).toBe('Logg inn med ID-porten');
  expect(link()?.getAttribute('href')).toBe('/login/idporten?til=%2Fplan%2Fx%3Fy&locale=nb');
  expect(link()?.hasAttribute('target')).toBe(false);
  expect(page.textContent).not.toContain('svarer ikke');
});

test('one that is down, or where people are invented, says so', async () => {
  await show(<Providers backTo="/" providers={[{ ...IDPORTEN, up: false, test: true }]} />);
  expect(page.querySelector('[role=status]')?.textContent).toContain('ID-porten svarer ikke akkurat nå');
  expect(page.textContent).toContain('Her logger oppdiktede personer inn');
});

test('a page that holds unsaved words stays, and the login opens beside it', async () => {
  const saved = askBeforeLeaving(() => true);
  await show(<Providers backTo="/" providers={[IDPORTEN]} />);
  expect(link()?.target).toBe('_blank');
  expect(page.textContent).toContain('Innloggingen åpnes i en ny fane');
  saved();
});

const failed = (search: string) =>
  show(
    <MemoryRouter initialEntries={[`/logg-inn${search}`]}>
      <Failed providers={[IDPORTEN]} />
    </MemoryRouter>,
  );

test('nothing is said if nothing went wrong', async () => {
  await failed('');
  expect(page.textContent).toBe('');
});

test('what went wrong is said, with the name of the provider', async () => {
  await failed('?feil=login-provider-down&hos=idporten');
  expect(page.querySelector('[role=alert]')?.textContent).toContain('ID-porten svarer ikke akkurat nå');
});

test.each(['x', 'login-refused', ''])(
  'a word that the page does not know is a login that was refused',
  async (word) => {
    await failed(`?feil=${word}&hos=<script>`);
    expect(page.querySelector('[role=alert]')?.textContent).toContain('Innloggingen ble ikke godkjent');
  },
);
