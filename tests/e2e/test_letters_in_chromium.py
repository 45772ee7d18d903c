"""A decision that is told by letter: its paper, and that somebody posted it; nothing posts it by itself."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from playwright.async_api import expect

from server.demo.municipality import NUMBER
from tests.support.operations import REPORT
from tests.support.wide import course_at_pages

from .screen import Stage
from .test_case_plan_in_chromium import ASSESSED, granted
from .test_coordinated_in_chromium import does

pytestmark = [pytest.mark.asyncio(loop_scope="module"), course_at_pages]


async def decided(stage: Stage) -> str:
    """A case in which one letter waits to be posted, and its id; another at each width."""
    thing = "coordinator" if stage.narrow else "plan"
    owner, unit = await stage.person("stranger"), await stage.person("unit")
    if not (await owner.get("/api/my-cases")).json():
        await owner.post(
            f"/api/municipalities/{NUMBER}/reports", REPORT | {"reporter": "owner", "wish": "both"}
        )
        await does(unit, owner, "taken", {})
        for criterion in ("lasting", "several-services"):
            await does(unit, owner, "assessed", ASSESSED | {"criterion": criterion})
    await does(unit, owner, "decided", granted(thing) | {"means": "letter"}, "health")
    (case,) = (await owner.get("/api/my-cases")).json()
    return str(case["id"])


@pytest.mark.rule(7)
async def test_the_unit_prints_the_letter_of_a_decision_and_says_when_it_was_posted(stage: Stage) -> None:
    case = await decided(stage)
    unit = await stage.enter("unit", f"/enhet/{NUMBER}/sak/{case}")
    page = unit.page
    letters = page.get_by_role("region", name="Brev om avgjørelser")
    await expect(letters.get_by_text("Ikke ført opp som postet.")).to_be_visible()
    await unit.looked_at("letters")
    await letters.get_by_role("link").last.press("Enter")
    sheet = page.get_by_role("article")
    await expect(sheet.get_by_role("heading", name="Avgjørelse om")).to_be_visible()
    await expect(sheet.get_by_text("Du får ")).to_be_visible()
    await expect(page.get_by_text("Brevet sendes ikke av seg selv.")).to_be_visible()
    await unit.looked_at("letter")
    await page.emulate_media(media="print")
    await expect(sheet).to_be_visible()
    await expect(page.get_by_role("button", name="Skriv ut brevet")).to_be_hidden()
    if folder := os.environ.get("TESTS_PICTURES"):
        await page.pdf(path=Path(folder) / f"letter-{stage.width}.pdf", prefer_css_page_size=True)
    await page.emulate_media(media="screen")
    await page.get_by_role("button", name="Før opp at brevet er postet").press("Enter")
    await expect(page.get_by_text(re.compile(r"^Postet \d"))).to_be_visible()
    await expect(page.get_by_role("button", name="Før opp at brevet er postet")).to_have_count(0)
    await page.get_by_role("link", name="Tilbake til saken").press("Enter")
    await expect(letters.get_by_text(re.compile(r"^Postet \d")).last).to_be_visible()
    await expect(letters.get_by_text("Ikke ført opp som postet.")).to_have_count(0)
