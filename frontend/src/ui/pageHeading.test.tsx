// @vitest-environment jsdom
import { expect, test } from 'vitest';
import { PageHeading, PlanInitials } from './PageHeading';
import { shownPage } from './testing/shown';

const { show, page } = shownPage();

test('the tab says by initials whose plan it is, and the kind of page; never a name or what people wrote', async () => {
  await show(
    <PlanInitials value="RE">
      <PageHeading tab="Del av planen" title="Bo for meg selv" />
    </PlanInitials>,
  );
  expect(document.title).toBe('RE: Del av planen – Samplan');
  expect(page.querySelector('h1')?.textContent).toBe('Bo for meg selv');
});

test('outside a plan, and once it is over, the tab names nobody', async () => {
  await show(<PageHeading tab="Logg inn" title="Logg inn" />);
  expect(document.title).toBe('Logg inn – Samplan');
});
