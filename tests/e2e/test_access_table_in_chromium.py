"""The table of who sees what, and the lists in its place on a phone: seen whole, and every word readable."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from .readable import CLIPPED, CUT, OVER_THE_EDGE
from .screen import Stage
from .widths import NARROW, WIDE, only_at

pytestmark = pytest.mark.asyncio(loop_scope="module")

SIDEWAYS = """() => [document.documentElement, ...document.querySelectorAll('body *')]
  .filter(node => !node.closest('.visually-hidden') && node.checkVisibility())
  .filter(node => node === document.documentElement
    || (node.querySelector('.level') && getComputedStyle(node).overflowX !== 'visible'))
  .filter(node => node.scrollWidth > node.clientWidth + 1)
  .map(node => node.outerHTML.slice(0, 120))"""


@only_at(WIDE, "three widths of its own")
async def test_the_table_of_who_sees_what_is_seen_whole_and_never_sideways(stage: Stage) -> None:
    owner = await stage.enter("owner")
    address = f"/plan/{(await owner.plan())['id']}/tilgang"
    for width in (1280, 1024, 768):
        await owner.page.set_viewport_size({"width": width, "height": 900})
        await owner.page.goto(address)
        await expect(owner.page.locator(".level").locator("visible=true").first).to_be_visible()
        assert await owner.page.evaluate(SIDEWAYS) == [], width
        await _readable(owner.page)


@only_at(NARROW, "two widths of its own")
async def test_the_list_of_who_sees_what_is_seen_whole_on_a_phone_and_each_of_its_words_is_readable(
    stage: Stage,
) -> None:
    """By who chooses and who only reads: for each person, and everybody for one part."""
    for key in ("owner", "coordinator"):
        screen = await stage.enter(key)
        plan, page = await screen.plan(), screen.page
        address = f"/plan/{plan['id']}/tilgang"
        for width in (390, 320):
            await page.set_viewport_size({"width": width, "height": 844})
            await page.goto(address)
            people = page.locator(".grants__choose")
            await expect(people.first).to_be_visible()
            await _readable(page)
            for person in range(await people.count()):
                await people.nth(person).click()
                await expect(page.locator(".grants__item .level").first).to_be_visible()
                await _readable(page)
                await page.get_by_role("button", name="Velg en annen").click()
        await page.goto(f"{address}?part={plan['parts'][0]['id']}")
        await expect(page.locator(".grants__item .level").first).to_be_visible()
        await _readable(page)


async def _readable(page: Page) -> None:
    assert await page.evaluate(OVER_THE_EDGE) == [0], page.url
    assert await page.evaluate(CLIPPED) == [], page.url
    assert await page.evaluate(CUT) == [], page.url
