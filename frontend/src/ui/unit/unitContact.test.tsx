// @vitest-environment jsdom
import { QueryClient } from '@tanstack/react-query';
import { expect, test, vi } from 'vitest';
import { keys } from '../../api';
import type { ContactLine } from '../../domain/openapi';
import { shownPage } from '../testing/shown';
import { UnitContact } from './UnitContact';

const { show, page } = shownPage();
const LINES: ContactLine[] = [
  { kind: 'phone', label: 'Telefon', said: '55 00 00 00', note: '' },
  { kind: 'text', label: 'Postadresse', said: 'Storgata 1\n9901 Lia', note: '' },
  { kind: 'mail', label: 'E-post', said: 'ke@lia.example', note: 'Ikke skriv om helse.' },
];

test('a unit is called and written to as its public page says it', async () => {
  const asked = vi.fn(async () =>
    Response.json({ unit: 'Koordinerende enhet', municipality: 'Lia', lines: LINES }),
  );
  vi.stubGlobal('fetch', asked);
  await show(<UnitContact number="9901" />);
  expect(asked).toHaveBeenCalledWith('/api/municipalities/9901/contact/nb', expect.anything());
  await vi.waitFor(() => expect(page.querySelector('h2')).not.toBeNull());
  expect(page.querySelector('h2')?.textContent).toBe('Koordinerende enhet, Lia');
  expect([...page.querySelectorAll('a')].map(({ href }) => href)).toEqual([
    'tel:55000000',
    'mailto:ke@lia.example',
  ]);
  expect(page.textContent).toContain('Storgata 1\n9901 Lia');
  expect(page.textContent).toContain('Ikke skriv om helse.');
});

test('nothing stands there where the municipality has said nothing', async () => {
  const queries = new QueryClient();
  queries.setQueryData(keys.unitContact('9901', 'nb'), { unit: 'Enheten', municipality: 'Lia', lines: [] });
  await show(<UnitContact number="9901" />, queries);
  expect(page.textContent).toBe('');
});
