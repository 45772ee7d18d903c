// @vitest-environment jsdom
import '../../../ui/testing/jsdom';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import type { PartView, PlanView } from '../../../domain/types';
import { i18nReady } from '../../../i18n';
import { PartFacts } from './PartFacts';

const MEASURE = { id: 'm', kind: 'measure', level: 'read', document: 'part/m' } as unknown as PartView;
const PLAN = { id: 'p', me: 'me', parts: [MEASURE], participants: [] } as unknown as PlanView;

test('a measure says that it is no decision on a service, and what was decided (rule 8)', async () => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  await i18nReady;
  const page = document.createElement('div');
  const root = createRoot(page);
  const facts = (
    <QueryClientProvider client={new QueryClient()}>
      <PartFacts
        doc={new Y.Doc()}
        editable={false}
        fields={{ decision: 'refused' }}
        part={MEASURE}
        plan={PLAN}
      />
    </QueryClientProvider>
  );
  await act(async () => root.render(facts));
  expect(page.textContent).toContain('Dette er et tiltak i planen, ikke et vedtak.');
  expect(page.textContent).toContain('Er det gjort et vedtak?');
  expect(page.textContent).toContain('Avslått');
  await act(() => root.unmount());
});
