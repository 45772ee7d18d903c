"""All cases of one who leaves, in the demo, to the end: by the unit at a desk, and the leader on a phone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from server.demo.municipality import NUMBER
from tests.support.days import day
from tests.support.faults.tunnel import Tunnel
from tests.support.servers.server import Server
from tests.support.wide import course_at_pages

from .screen import Screen, Stage
from .test_coordinated_in_chromium import in_norwegian
from .widths import NARROW, WIDE, Size

pytestmark = [pytest.mark.asyncio(loop_scope="module"), course_at_pages]
NAMES = ("Oskar Myrvold", "Familien Sand", "Mikkel Strand")


@pytest.fixture(scope="module")
def demo_cases() -> bool:
    return True


@asynccontextmanager
async def screen(
    browser: Browser, site: tuple[Server, Tunnel], size: Size, key: str
) -> AsyncIterator[Screen]:
    stage = Stage(browser, *site, size)
    yield await stage.enter(key)
    await stage.close()
    assert stage.complaints == []


async def opens(page: Page) -> None:
    """From the list of coordinators, as somebody finds the way."""
    await page.goto(f"/enhet/{NUMBER}/koordinatorer")
    await page.get_by_role("link", name="Gi videre sakene til Marte Lie").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Marte Lie slutter")


def case(page: Page, name: str) -> Locator:
    return page.get_by_role("article").filter(has_text=name)


async def chooses(page: Page, name: str, successor: str) -> None:
    choice = case(page, name).get_by_label(f"Hvem tar over for {name}?")
    listed = choice.locator("option").filter(has_text=successor)
    await choice.select_option(await listed.get_attribute("value"))


async def sends(page: Page, words: str) -> None:
    await page.get_by_role("button", name="Gi sakene videre").click()
    await expect(page.get_by_text(words)).to_be_focused()


@pytest.mark.rule(4)
async def test_two_cases_wait_for_a_leader_who_says_yes_and_no_and_all_three_have_somebody_in_the_end(
    browser: Browser, site: tuple[Server, Tunnel]
) -> None:
    last = in_norwegian(day(30))
    async with screen(browser, site, WIDE, "unit") as unit:
        page = unit.page
        await opens(page)
        await page.get_by_label("Siste dag", exact=True).fill(last)
        await page.keyboard.press("Tab")
        await page.get_by_label("Hvorfor?").fill("Slutter i kommunen.")
        for name, successor in zip(NAMES, ("Hilde Brekke", "Hilde Brekke", "Eirik Dale"), strict=True):
            await chooses(page, name, successor)
        asked = page.get_by_text("Lederen for Helse og mestring svarer selv, og får beskjed når du sender.")
        await expect(asked).to_have_count(2)
        await case(page, "Mikkel Strand").get_by_label("Hvilken leder").fill("Unni Berg, på telefon i dag")
        await page.get_by_label("Oppnevn dem lederen har sagt ja til").check()
        await unit.looked_at("handing-over")
        await sends(page, "3 saker er behandlet. I 2 av dem gjenstår noe.")
        for name in NAMES[:2]:
            await expect(case(page, name)).to_contain_text("Lederen er spurt og svarer selv.")
        await expect(case(page, "Mikkel Strand")).to_contain_text("Koordinator oppnevnt")
        await unit.looked_at("handing-over-waits")
    async with screen(browser, site, NARROW, "leader") as leader:
        page = leader.page
        await page.goto("/leder")
        await expect(
            page.get_by_role("heading", name="Du er spurt om Hilde Brekke i 4 saker.")
        ).to_be_visible()
        await expect(page.get_by_text("Tar Hilde Brekke alle, blir det 5 saker.")).to_be_visible()
        await leader.looked_at("leader-several")
        today = page.get_by_role("article").filter(has=page.get_by_role("button", name="Nei"))
        await today.last.get_by_role("button", name="Nei").click()
        await page.get_by_label("Hvorfor ikke?").fill("Fire er nok.")
        await page.get_by_role("button", name="Send nei").click()
        await expect(page.get_by_text("Du sa nei.")).to_be_visible()
        await page.get_by_role("button", name="Ja, Hilde Brekke kan ta alle 3").click()
        await expect(page.get_by_text("Hilde Brekke kan være koordinator i 3 saker.")).to_be_visible()
        await expect(page.get_by_text("Ingen av dine er foreslått nå.")).to_be_visible()
        await leader.looked_at("leader-answered")
    async with screen(browser, site, NARROW, "unit") as unit:
        page = unit.page
        await opens(page)
        await expect(page.get_by_label("Siste dag", exact=True)).to_have_value(last)
        await expect(page.get_by_label("Hvorfor?")).to_have_count(0)
        await expect(page.get_by_role("article")).to_have_count(2)
        await expect(page.get_by_text("Sissel Aune har sagt ja til Hilde Brekke.")).to_be_visible()
        refused = page.get_by_role("article").filter(has_text="Sissel Aune sa nei til Hilde Brekke.")
        await expect(refused).to_contain_text("Fire er nok.")
        await unit.looked_at("handing-over-again")
        await page.get_by_label("Oppnevn dem lederen har sagt ja til").check()
        name = await refused.get_by_role("heading").inner_text()
        await chooses(page, name, "Hilde Brekke")
        await sends(page, "2 saker er behandlet. I 1 av dem gjenstår noe.")
        await expect(refused).to_contain_text("Lederen sa nei. Velg en annen")
        await chooses(page, name, "Eirik Dale")
        await refused.get_by_label("Hvilken leder").fill("Unni Berg, på telefon i dag")
        await sends(page, "2 saker er behandlet.")
        await page.get_by_role("link", name="Tilbake til koordinatorene").click()
        await expect(page.get_by_role("button", name="Endre Marte Lie")).to_be_visible()
        await expect(page.get_by_role("link", name="Gi videre sakene til Marte Lie")).to_have_count(0)
