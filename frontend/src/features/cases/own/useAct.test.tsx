// @vitest-environment jsdom
import { QueryClient } from '@tanstack/react-query';
import { act } from 'react';
import { expect, test, vi } from 'vitest';
import { shownPage } from '../../../ui/testing/shown';
import { there } from '../../../ui/testing/there';
import { useAct, useShown } from './useAct';
import '../../../i18n/cases';

const { show, page } = shownPage();
const OWN = { id: 'case', number: 3 };

function Reads() {
  const { act: say, said } = useAct(OWN);
  const shown = useShown(OWN, 'plan-consented');
  return (
    <>
      <p>{shown.data}</p>
      <button onClick={() => void say('plan-consented', {}, shown.data)} type="button">
        {said?.words}
      </button>
    </>
  );
}

test('a text stays while it is read, and is read anew once it was refused', async () => {
  let text = 'Jeg vil ha en plan.';
  const sent: string[] = [];
  let asked = 0;
  vi.stubGlobal('fetch', async (path: string, { body }: RequestInit) => {
    if (path.endsWith('/preview')) {
      asked += 1;
      return Response.json({ text });
    }
    sent.push(JSON.parse(String(body)).shown);
    const headers = { 'content-type': 'application/problem+json' };
    return Response.json({ type: 'text-changed', title: '', status: 409 }, { status: 409, headers });
  });
  const queries = new QueryClient();
  await show(<Reads />, queries);
  const read = () => page.querySelector('p')?.textContent;
  await act(() => vi.waitFor(() => expect(read()).toBe('Jeg vil ha en plan.')));
  text = 'Jeg vil ha en plan, og den deles.';
  await act(() => queries.invalidateQueries());
  expect(asked).toBe(1);
  expect(read()).toBe('Jeg vil ha en plan.');
  await act(async () => there(page.querySelector('button')).click());
  await act(() => vi.waitFor(() => expect(read()).toBe(text)));
  expect(sent).toEqual(['Jeg vil ha en plan.']);
});
