// @vitest-environment jsdom
import { expect, test } from 'vitest';
import type { OwnCase } from '../../../../domain/openapi';
import { shownPage } from '../../../../ui/testing/shown';
import { OtherParent } from './OtherParent';
import '../../../../i18n/cases';

const { show, page } = shownPage();
const CASE = { asked_both: 'Begge blir spurt.', may: ['parent-agreed', 'parent-opposed'] };
const open = (parent: OwnCase['parent']) =>
  show(<OtherParent act={async () => true} own={{ ...CASE, parent } as OwnCase} />);
const buttons = () => [...page.querySelectorAll('button')].map(({ textContent }) => textContent);

test('the other parent reads that they are asked, and may agree or oppose (rule 12)', async () => {
  await open('asked');
  expect(page.textContent).toContain('Den andre forelderen har sagt ja til planen. Du er også spurt.');
  expect(page.textContent).toContain('Begge blir spurt.');
  expect(buttons()).toEqual(['Jeg er enig i planen', 'Jeg vil si imot']);
  await open('opposed');
  expect(page.textContent).toContain('Du har sagt imot planen. Enheten tar det opp med dere begge.');
  expect(buttons()).toEqual(['Jeg er enig i planen']);
  await open('');
  expect(page.textContent).toBe('');
});
