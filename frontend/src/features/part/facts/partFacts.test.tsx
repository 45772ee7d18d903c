// @vitest-environment jsdom
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import type { PartView, PlanView } from '../../../domain/types';
import { shownPage } from '../../../ui/testing/shown';
import { PartFacts } from './PartFacts';

const MEASURE = { id: 'm', kind: 'measure', level: 'read', document: 'part/m' } as unknown as PartView;
const PLAN = { id: 'p', me: 'me', parts: [MEASURE], participants: [], former: [] } as unknown as PlanView;

const { page, show } = shownPage();

test('a measure says that it is no decision on a service, and what was decided (rule 8)', async () => {
  await show(
    <PartFacts
      doc={new Y.Doc()}
      editable={false}
      fields={{ decision: 'refused' }}
      part={MEASURE}
      plan={PLAN}
    />,
  );
  expect(page.textContent).toContain('Dette er et tiltak i planen, ikke et vedtak.');
  expect(page.textContent).toContain('Er det gjort et vedtak?');
  expect(page.textContent).toContain('Avslått');
});
