"""Whoever has moved takes what they choose with them on paper, and nothing else of the page is on it."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Page, expect

from server.demo.municipality import NUMBER
from tests.support.operations import REPORT
from tests.support.wide import course_at_pages

from .screen import Stage, pictured

pytestmark = [pytest.mark.asyncio(loop_scope="module"), course_at_pages]
BERG = {"municipality": "Berg", "hand_over": True}


async def moved(stage: Stage) -> None:
    """Once for both widths."""
    owner, unit = await stage.person("stranger"), await stage.person("unit")
    if (await owner.get("/api/my-cases")).json():
        return
    await owner.post(f"/api/municipalities/{NUMBER}/reports", REPORT | {"reporter": "owner", "wish": "both"})
    for action, said in (("taken", {}), ("moved", BERG)):
        (case,) = (await owner.get("/api/my-cases")).json()
        body = {"expected": case["number"], "action": action, "said": said, "on_behalf_of": "Kari"}
        answer = await unit.post(f"/api/cases/{case['id']}/records", body)
        assert answer.status_code == 201, answer.text


async def sheets(page: Page) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", await page.pdf(prefer_css_page_size=True)))


async def test_what_follows_to_another_municipality_is_printed_alone(stage: Stage) -> None:
    await moved(stage)
    owner = await stage.enter("stranger")
    page = owner.page
    await page.add_init_script("window.print = () => { window.printed = (window.printed ?? 0) + 1 }")
    await page.goto("/sak")
    await expect(page.get_by_text("Den nye kommunen får alltid vite hva du heter")).to_be_visible()
    await expect(page.get_by_text("Du har ikke valgt noe ennå.")).to_be_visible()
    await page.get_by_role("checkbox", name="Hva jeg har bedt om").press("Space")
    await page.get_by_role("button", name="Skriv ut").press("Enter")
    await page.wait_for_function("() => window.printed === 1")
    await owner.looked_at("moved")
    await page.emulate_media(media="print")
    sheet = page.get_by_role("article").filter(has_text="har flyttet og har valgt at dette følger med")
    await expect(sheet).to_contain_text("Hva jeg har bedt om")
    words = await page.locator("body").inner_text()
    assert words.split() == (await sheet.inner_text()).split()
    assert await sheets(page) == 1
    await pictured(page, "moved-paper", stage.width)
