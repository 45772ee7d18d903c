"""A unit reads its overview, the cases behind a number, and its year's report, wide and narrow."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from server.demo.municipality import NUMBER
from tests.support.days import year

from .screen import Screen, Stage, pictured

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def reported(stage: Stage) -> None:
    """By somebody without a login."""
    page = (await stage.blank()).page
    await page.goto(f"/meld/{NUMBER}")
    await page.get_by_label("En jeg hjelper i jobben min").check()
    await page.get_by_label("Navn", exact=True).fill("Per Persen")
    await page.get_by_label("Begge deler").check()
    await page.get_by_label("Hvorfor trengs det?").fill("Skole og NAV.")
    await page.get_by_label("Navnet ditt").fill("Siri Sykepleier")
    await page.get_by_label("Ja", exact=True).check()
    await page.get_by_label("Hvem sa ja?").fill("Per selv")
    await page.get_by_role("button", name="Send meldingen").press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Meldingen er mottatt")


async def without_scrolling_sideways(screen: Screen) -> None:
    page = screen.page
    assert await page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    await screen.accessible()


@pytest.mark.rule(15)
async def test_from_the_overview_to_the_case_behind_a_number_by_keyboard(stage: Stage) -> None:
    await reported(stage)
    unit = await stage.enter("unit", "/")
    page = unit.page
    await page.get_by_role("link", name="Oversikt for Sundvåg kommune").press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Oversikt")
    row = page.get_by_role("row", name="Meldinger mottatt C1")
    await expect(row).to_be_visible()
    await without_scrolling_sideways(unit)
    await pictured(page, "overview", stage.width)
    await page.get_by_label("Hvem", exact=True).select_option("child")
    await expect(row.get_by_role("link")).to_have_count(0)
    await page.get_by_label("Hvem", exact=True).select_option("*")
    await row.get_by_role("link").first.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Meldinger mottatt")
    await without_scrolling_sideways(unit)
    await pictured(page, "counted-cases", stage.width)
    await page.get_by_role("link", name="Per Persen").first.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Per Persen")


async def test_the_years_report_says_that_the_year_is_not_over(stage: Stage) -> None:
    unit = await stage.enter("unit")
    page = unit.page
    await page.goto(f"/enhet/{NUMBER}/arsrapport")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Årsrapport")
    none = page.get_by_text("Ingen rapport er låst ennå.")
    await expect(none).to_contain_text("kan tidligst låses 1. januar")
    await unit.accessible()
    await page.goto(f"/enhet/{NUMBER}/arsrapport?ar={year()}")
    await expect(page.get_by_text("Året er ikke over.")).to_be_visible()
    await expect(page.get_by_role("heading", name="Hva journalen skal si")).to_be_visible()
    await without_scrolling_sideways(unit)
    await pictured(page, "year", stage.width)
