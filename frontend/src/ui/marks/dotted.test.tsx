// @vitest-environment jsdom
import { expect, test } from 'vitest';
import { shownPage } from '../testing/shown';
import { Dotted } from './Dotted';

const { page, show } = shownPage();

test('a point stays with what is before it, and what is empty is left out', async () => {
  await show(<Dotted facts={['Helse', '', false, 'Sak 4E65-OYM5', undefined]} />);
  expect([...page.querySelectorAll('.fact')].map((fact) => fact.textContent)).toEqual([
    'Helse\u00a0·',
    'Sak 4E65-OYM5',
  ]);
  expect(page.textContent).toContain('Helse\u00a0· Sak 4E65-OYM5');
});
